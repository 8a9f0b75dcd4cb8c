//! MOF, the Managed Object Format (DSP0004 2.x): texts to declarations, declarations to the model, and back.

pub mod ast;
mod convert;
mod error;
mod instances;
mod lexer;
mod literal;
mod load;
mod names;
mod parser;
pub mod path;
mod qualifiers;
mod source;
#[cfg(test)]
mod tests;
mod values;
mod write;
mod write_instance;
mod write_value;

pub use error::{Error, Kind};
pub use load::{Loaded, Loader, NoSchema, Schema, Settings, Validation};
pub use qualifiers::Declared;
pub use source::{Consumer, Includes, NoIncludes, decode, read};

pub use write::write_class;
pub use write_instance::write_instance;

use ast::Declaration;

/// Reads a text and what it includes, without looking anything up.
pub fn parse(text: &str, includes: &mut dyn Includes) -> Result<Vec<Declaration>, Error> {
    let mut declarations = Vec::new();
    read(text, includes, &mut declarations)?;
    Ok(declarations)
}

/// Reads a text into the model: classes and instances, in the order of the text.
pub fn load(
    text: &str,
    includes: &mut dyn Includes,
    schema: &mut dyn Schema,
    settings: Settings,
) -> Result<Loaded, Error> {
    let mut loader = Loader::new(schema, settings);
    read(text, includes, &mut loader)?;
    loader.finish()
}
