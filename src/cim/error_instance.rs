//! Errors as CIM instances: class OMI_Error, derived from CIM_Error, with the properties that clients of the
//! original read.
#![forbid(unsafe_code)]

use super::block::instance::Instance;
use super::class::{ClassBuilder, Property};
use super::error::Error;
use super::value::{Type, Value};
use crate::abi::*;
use crate::cim::Class;

/// CIM_Error's properties, in the order of the schema.
const CIM_ERROR: [(&str, Type); 15] = [
    ("ErrorType", Type::Uint16),
    ("OtherErrorType", Type::String),
    ("OwningEntity", Type::String),
    ("MessageID", Type::String),
    ("Message", Type::String),
    ("MessageArguments", Type::StringArray),
    ("PerceivedSeverity", Type::Uint16),
    ("ProbableCause", Type::Uint16),
    ("ProbableCauseDescription", Type::String),
    ("RecommendedActions", Type::StringArray),
    ("ErrorSource", Type::String),
    ("ErrorSourceFormat", Type::Uint16),
    ("OtherErrorSourceFormat", Type::String),
    ("CIMStatusCode", Type::Uint32),
    ("CIMStatusCodeDescription", Type::String),
];

/// What OMI_Error adds.
const OMI_ERROR: [(&str, Type); 4] = [
    ("OMI_Code", Type::Uint32),
    ("OMI_Category", Type::Uint16),
    ("OMI_Type", Type::String),
    ("OMI_ErrorMessage", Type::String),
];

const OWNING_ENTITY: &str = "OMI:CIMOM";
/// PerceivedSeverity: fatal or non-recoverable, as the original says of every error.
const FATAL: u16 = 7;
/// ErrorSourceFormat: something else than an object path.
const OTHER_FORMAT: u16 = 1;

impl Error {
    /// The error as the client gets it: what the server sent, or an instance of OMI_Error.
    pub fn to_instance(&self) -> Result<Instance, Error> {
        match &self.detail {
            Some(detail) => detail.view().to_owned(),
            None => self.describe(),
        }
    }

    fn describe(&self) -> Result<Instance, Error> {
        let (kind, code) = self.code();
        let text = |text: &str| Value::String(text.into());
        let mut instance = Instance::new(&error_class()?)?;
        let id = match kind {
            crate::abi::names::MI_RESULT_TYPE_MI => format!("OMI:MI_Result:{code}"),
            crate::abi::names::MI_RESULT_TYPE_ERRNO => format!("CRT errno {code}"),
            _ => format!("OMI:{kind}:{code}"),
        };
        let values = [
            ("OwningEntity", text(OWNING_ENTITY)),
            ("MessageID", text(&id)),
            ("Message", text(&self.message)),
            ("MessageArguments", Value::StringArray(Vec::new())),
            ("PerceivedSeverity", Value::Uint16(FATAL)),
            ("ProbableCause", Value::Uint16(0)),
            ("ProbableCauseDescription", text("Unknown")),
            ("CIMStatusCode", Value::Uint32(self.result.0)),
            ("CIMStatusCodeDescription", text(Error::text_of(self.result))),
            ("OMI_Code", Value::Uint32(code)),
            ("OMI_Category", Value::Uint16(self.category.0 as u16)),
            ("OMI_Type", text(kind)),
            ("OMI_ErrorMessage", text(Error::text_of(self.result))),
        ];
        for (name, value) in &values {
            instance.set(name, value)?;
        }
        self.describe_source(&mut instance)?;
        Ok(instance)
    }

    /// The operation and the class go where the schema has the source of the error.
    fn describe_source(&self, instance: &mut Instance) -> Result<(), Error> {
        let class = self.class().filter(|class| !class.is_empty());
        let source: Vec<&str> = [self.operation(), class].into_iter().flatten().collect();
        let format = match (self.operation(), class) {
            (Some(_), Some(_)) => "operation class",
            (Some(_), None) => "operation",
            (None, Some(_)) => "class",
            (None, None) => return Ok(()),
        };
        instance.set("ErrorSource", source.join(" ").as_str())?;
        instance.set("ErrorSourceFormat", &Value::Uint16(OTHER_FORMAT))?;
        instance.set("OtherErrorSourceFormat", format)
    }

    /// What a CIM error instance, ours or a server's, says.
    pub fn from_instance(result: MI_Result, detail: Instance) -> Error {
        let view = detail.view();
        let number = |name| view.get(name)?.value?.as_integer();
        let text = |name| Some(view.get(name)?.value?.as_str()?.into_owned());
        let message = text("Message").unwrap_or_else(|| Error::text_of(result).into());
        let category = number("OMI_Category").and_then(|category| u32::try_from(category).ok());
        let mut error = Error::new(result, message);
        if let Some(category) = category {
            error.category = MI_ErrorCategory(category);
        }
        error.with_detail(detail)
    }
}

/// Made anew for each error: nothing of ours outlives the last application.
fn error_class() -> Result<Class, Error> {
    let declare = |builder: ClassBuilder<'static>, properties: &[(&'static str, Type)]| {
        properties.iter().fold(builder, |builder, (name, ty)| builder.property(Property::new(*name, *ty)))
    };
    let parent = declare(ClassBuilder::new("CIM_Error").flags(MI_FLAG_INDICATION), &CIM_ERROR).build()?;
    declare(ClassBuilder::new("OMI_Error").superclass(&parent), &OMI_ERROR).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_instance_says_what_went_wrong_and_where() {
        let error =
            Error::new(MI_RESULT_NOT_FOUND, "no process 7").with_operation("GetInstance").with_class("A_B");
        let instance = error.to_instance().unwrap();
        let view = instance.view();
        let text = |name| view.get(name).unwrap().value.unwrap().as_str().unwrap().into_owned();
        assert_eq!(view.class_name(), "OMI_Error");
        assert!(view.is_a("cim_error"));
        assert_eq!(text("Message"), "no process 7");
        assert_eq!(text("MessageID"), "OMI:MI_Result:6");
        assert_eq!(text("ErrorSource"), "GetInstance A_B");
        assert_eq!(view.get("OMI_Category").unwrap().value.unwrap().as_integer(), Some(13));
        assert_eq!(view.get("CIMStatusCode").unwrap().value.unwrap().as_integer(), Some(6));
        let again = Error::from_instance(MI_RESULT_NOT_FOUND, instance);
        assert_eq!(
            (again.message.as_str(), again.category),
            ("no process 7", MI_ERRORCATEGORY_OBJECT_NOT_FOUND)
        );
    }
}
