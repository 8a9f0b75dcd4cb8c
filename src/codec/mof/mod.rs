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

/// As [`load`], from bytes. Also answers how many of them were read: all.
pub fn load_bytes(
    bytes: &[u8],
    includes: &mut dyn Includes,
    schema: &mut dyn Schema,
    settings: Settings,
) -> Result<(Loaded, usize), crate::cim::Error> {
    let text = decode(bytes)?;
    let loaded = load(text.as_str(), includes, schema, settings)?;
    Ok((loaded, bytes.len()))
}

/// The names of a text's first class and first instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub class: Option<String>,
    pub superclass: Option<String>,
    pub instance: Option<String>,
}

/// Reads the names only. Includes are not followed.
pub fn read_names(bytes: &[u8]) -> Result<Names, crate::cim::Error> {
    let text = decode(bytes)?;
    let mut parser = parser::Parser::new(text.as_str())?;
    let mut names = Names::default();
    while let Some(declaration) = parser.production()? {
        match declaration {
            Declaration::Class(class) if names.class.is_none() => {
                names.class = Some(class.name.to_owned());
                names.superclass = class.superclass.map(str::to_owned);
            }
            Declaration::Instance(instance) if names.instance.is_none() => {
                names.instance = Some(instance.class)
            }
            _ => {}
        }
    }
    Ok(names)
}
