//! MOF, the Managed Object Format (DSP0004 2.x): texts to declarations, declarations to the model, and back.

pub mod ast;
mod error;
mod lexer;
mod literal;
mod names;
mod parser;
mod source;
#[cfg(test)]
mod tests;
mod values;

pub use error::{Error, Kind};
pub use source::{Consumer, Includes, NoIncludes, decode, read};

use ast::Declaration;

/// Reads a text and what it includes, without looking anything up.
pub fn parse(text: &str, includes: &mut dyn Includes) -> Result<Vec<Declaration>, Error> {
    let mut declarations = Vec::new();
    read(text, includes, &mut declarations)?;
    Ok(declarations)
}
