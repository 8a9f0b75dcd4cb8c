//! Qualifier declarations: what a text or a caller declares, and the standard ones (DSP0004 2.x, 5.6.3).

use super::ast::{self, Literal};
use super::convert;
use super::error::{Error, Kind};
use crate::abi::*;
use crate::cim::{self, Qualifier, Type, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a declaration says of a qualifier's uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// As the declaration spells it: so do all uses.
    pub name: String,
    pub ty: Type,
    pub flavor: u32,
    pub default: Option<Value>,
}

/// The flavor where nothing is said.
const PLAIN: u32 = MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS;
const FIXED: u32 = MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TOSUBCLASS;
const OWN: u32 = MI_FLAG_ENABLEOVERRIDE | MI_FLAG_RESTRICTED;
const WORDS: u32 = PLAIN | MI_FLAG_TRANSLATABLE;

use Type::{Boolean, Sint64, String as Text, StringArray as Texts, Uint32};

/// Sorted by name, in lower case: looked up without a copy of the name.
static STANDARD: [(&str, Type, u32); 73] = [
    ("abstract", Boolean, OWN),
    ("aggregate", Boolean, FIXED),
    ("aggregation", Boolean, FIXED),
    ("alias", Text, WORDS),
    ("arraytype", Text, FIXED),
    ("association", Boolean, FIXED),
    ("bitmap", Texts, PLAIN),
    ("bitvalues", Texts, WORDS),
    ("classconstraint", Texts, PLAIN),
    ("classversion", Text, OWN),
    ("composition", Boolean, FIXED),
    ("correlatable", Texts, PLAIN),
    ("counter", Boolean, PLAIN),
    ("delete", Boolean, PLAIN),
    ("deprecated", Texts, OWN),
    ("description", Text, WORDS),
    ("displaydescription", Text, WORDS),
    ("displayname", Text, WORDS),
    ("dn", Boolean, FIXED),
    ("embeddedinstance", Text, PLAIN),
    ("embeddedobject", Boolean, FIXED),
    ("exception", Boolean, FIXED),
    ("expensive", Boolean, PLAIN),
    ("experimental", Boolean, OWN),
    ("gauge", Boolean, PLAIN),
    ("ifdeleted", Boolean, PLAIN),
    ("in", Boolean, FIXED),
    ("indication", Boolean, FIXED),
    ("invisible", Boolean, PLAIN),
    ("ispunit", Boolean, PLAIN),
    ("key", Boolean, FIXED),
    ("large", Boolean, PLAIN),
    ("mappingstrings", Texts, PLAIN),
    ("max", Uint32, PLAIN),
    ("maxlen", Uint32, PLAIN),
    ("maxvalue", Sint64, PLAIN),
    ("methodconstraint", Texts, PLAIN),
    ("min", Uint32, PLAIN),
    ("minlen", Uint32, PLAIN),
    ("minvalue", Sint64, PLAIN),
    ("modelcorrespondence", Texts, PLAIN),
    ("nonlocal", Text, PLAIN),
    ("nonlocaltype", Text, PLAIN),
    ("nullvalue", Text, PLAIN),
    ("octetstring", Boolean, FIXED),
    ("out", Boolean, FIXED),
    ("override", Text, OWN),
    ("propagated", Text, FIXED),
    ("propertyconstraint", Texts, PLAIN),
    ("propertyusage", Text, PLAIN),
    ("provider", Text, PLAIN),
    ("punit", Text, PLAIN),
    ("read", Boolean, PLAIN),
    ("reference", Text, PLAIN),
    ("required", Boolean, FIXED),
    ("revision", Text, WORDS),
    ("schema", Text, WORDS),
    ("source", Text, PLAIN),
    ("sourcetype", Text, PLAIN),
    ("static", Boolean, FIXED),
    ("stream", Boolean, FIXED),
    ("structure", Boolean, OWN),
    ("syntax", Text, PLAIN),
    ("syntaxtype", Text, PLAIN),
    ("terminal", Boolean, OWN),
    ("triggertype", Text, PLAIN),
    ("umlpackagepath", Text, PLAIN),
    ("units", Text, WORDS),
    ("valuemap", Texts, PLAIN),
    ("values", Texts, WORDS),
    ("version", Text, OWN | MI_FLAG_TRANSLATABLE),
    ("weak", Boolean, FIXED),
    ("write", Boolean, PLAIN),
];

/// The declarations in force.
#[derive(Default)]
pub(super) struct Qualifiers {
    declared: BTreeMap<String, Declared>,
}

impl Qualifiers {
    /// Takes a declaration of the text. The last one holds: schemas that are loaded together repeat them.
    pub fn declare(&mut self, declaration: &ast::QualifierDeclaration) -> Result<(), Error> {
        let ty = Type::from_mi(declaration.ty).unwrap_or(Type::String);
        let default = match &declaration.value {
            Some(initializer) => convert::simple(initializer, ty)?,
            None => None,
        };
        let name = declaration.name.clone();
        let declared = Declared { name, ty, flavor: merged(declaration.flavor, PLAIN), default };
        self.declared.insert(declaration.name.to_ascii_lowercase(), declared);
        Ok(())
    }

    pub fn declare_as(&mut self, declared: Declared) {
        self.declared.insert(declared.name.to_ascii_lowercase(), declared);
    }

    fn declared(&self, name: &str) -> Option<&Declared> {
        if self.declared.is_empty() { None } else { self.declared.get(&name.to_ascii_lowercase()) }
    }

    /// Does a declaration other than the standard's say what the qualifier is?
    pub fn declares(&self, name: &str) -> bool {
        self.declared(name).is_some()
    }

    /// The model's qualifier for a use in the text: `standard` as the standard declares it, `inherited` those of what
    /// is overridden.
    pub fn apply<'t>(
        &self,
        used: ast::Qualifier<'t>,
        standard: Option<(Type, u32)>,
        inherited: Option<cim::class::Qualifiers<'_>>,
    ) -> Result<Qualifier<'t>, Error> {
        let said = self.declared(used.name);
        let (mut ty, flavor, default) = match (said, standard) {
            (Some(declared), _) => (declared.ty, declared.flavor, declared.default.as_ref()),
            (None, Some((ty, flavor))) => (ty, flavor, None),
            (None, None) => (inferred(&used), PLAIN, None),
        };
        let value = match &used.value {
            None if ty == Type::Boolean => Some(Value::Boolean(true)),
            None => default.cloned(),
            Some(initializer) => match convert::simple(initializer, ty) {
                Ok(value) => value,
                // The standard's type is a default only: texts that declare nothing may use another.
                Err(_) if said.is_none() => {
                    ty = inferred(&used);
                    convert::simple(initializer, ty)?
                }
                Err(error) => return Err(error),
            },
        };
        let name = said.map_or(Cow::Borrowed(used.name), |declared| declared.name.clone().into());
        let overridden =
            inherited.and_then(|all| all.get(&name)).filter(|q| q.flavor & MI_FLAG_RESTRICTED == 0);
        let flavor = overridden.map_or(flavor, |overridden| overridden.flavor);
        if let Some(fixed) = overridden.filter(|q| q.flavor & MI_FLAG_DISABLEOVERRIDE != 0)
            && fixed.value.and_then(|value| value.to_owned().ok()) != value
        {
            let expected = "the inherited value: the qualifier cannot be overridden";
            return Err(Error::new(Kind::Duplicate, used.position, used.name, expected));
        }
        Ok(Qualifier { name, ty, flavor: merged(used.flavor, flavor), value })
    }
}

/// What a reader without declarations takes a qualifier for: its type (None: by its value) and its flavor.
pub(super) fn undeclared(name: &str) -> (Option<Type>, u32) {
    standard(name).map_or((None, PLAIN), |(ty, flavor)| (Some(ty), flavor))
}

/// How the standard declares a qualifier: its type and its flavor.
pub(super) fn standard(name: &str) -> Option<(Type, u32)> {
    let start = start_of(name.as_bytes());
    let first = STARTS.partition_point(|other| *other < start);
    let alike = STANDARD.iter().zip(&STARTS).skip(first).take_while(|(_, other)| **other == start);
    let mut alike = alike.map(|(standard, _)| standard);
    alike.find(|(other, _, _)| other.eq_ignore_ascii_case(name)).map(|(_, ty, flavor)| (*ty, *flavor))
}

/// What the standard names start with, in their order: most differ there.
static STARTS: [u64; STANDARD.len()] = starts();

const fn starts() -> [u64; STANDARD.len()] {
    let (mut starts, mut at) = ([0; STANDARD.len()], 0);
    while at < STANDARD.len() {
        starts[at] = start_of(STANDARD[at].0.as_bytes());
        at += 1;
    }
    starts
}

/// The first eight bytes of a name, in lower case and in the order of names.
const fn start_of(name: &[u8]) -> u64 {
    let (mut start, mut at) = (0, 0);
    while at < 8 {
        let byte = if at < name.len() { name[at].to_ascii_lowercase() } else { 0 };
        start = start << 8 | byte as u64;
        at += 1;
    }
    start
}

fn inferred(used: &ast::Qualifier<'_>) -> Type {
    match &used.value {
        None => Type::Boolean,
        Some(initializer) => match &initializer.literal {
            Literal::Null => Type::String,
            literal => convert::own_type(literal),
        },
    }
}

/// What is said, over what holds otherwise. Of each pair of opposites one bit is set.
fn merged(said: u32, otherwise: u32) -> u32 {
    let mut flavor = said & (MI_FLAG_TRANSLATABLE | MI_FLAG_TOINSTANCE) | otherwise & MI_FLAG_TRANSLATABLE;
    for pair in [MI_FLAG_ENABLEOVERRIDE | MI_FLAG_DISABLEOVERRIDE, MI_FLAG_TOSUBCLASS | MI_FLAG_RESTRICTED] {
        flavor |= if said & pair != 0 { said & pair } else { otherwise & pair };
    }
    flavor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_qualifiers_are_sorted_and_found() {
        assert!(STANDARD.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(standard("key"), Some((Boolean, FIXED)));
        assert_eq!(standard("values"), Some((Texts, WORDS)));
        assert_eq!(standard("nope"), None);
        for (name, ty, flavor) in STANDARD {
            assert_eq!(standard(&name.to_ascii_uppercase()), Some((ty, flavor)));
        }
        assert_eq!(standard("modelcorrespondences"), None);
    }
}
