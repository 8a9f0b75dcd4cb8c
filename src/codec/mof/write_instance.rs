//! Instances to MOF. What is embedded in one comes before it, under an alias.

use super::write_value::{Writer, embeds, unsupported};
use crate::cim::{Error, InstanceRef, ValueRef};
use crate::codec::xml::Sink;

const MOST_EMBEDDED: u32 = 32;

/// Writes an instance, after the instances that its values embed.
pub fn write_instance(out: &mut dyn Sink, instance: InstanceRef<'_>) -> Result<(), Error> {
    let mut writer = Writer::new(out);
    embedded(&mut writer, instance, 0)?;
    declaration(&mut writer, instance, None)
}

/// Declares what `instance` embeds, the innermost first.
fn embedded(writer: &mut Writer<'_>, instance: InstanceRef<'_>, depth: u32) -> Result<(), Error> {
    if depth >= MOST_EMBEDDED {
        return Err(unsupported("instances embedded this deep"));
    }
    for element in instance.iter().filter(|element| embeds(element.ty)) {
        let Some(value) = element.value else { continue };
        crate::codec::elements(value, &mut |inner| {
            let ValueRef::Instance(inner) = inner else { return Ok(()) };
            embedded(writer, inner, depth + 1)?;
            let alias = format!("$Alias{:08X}", writer.aliases.len() + 1);
            declaration(writer, inner, Some(&alias))?;
            writer.aliases.insert(inner.as_ptr(), alias);
            Ok(())
        })?;
    }
    Ok(())
}

/// `instance of CLASS { .. };`
pub(super) fn declaration(
    writer: &mut Writer<'_>,
    instance: InstanceRef<'_>,
    alias: Option<&str>,
) -> Result<(), Error> {
    writer.put("instance of ");
    writer.put(&instance.class_name());
    if let Some(alias) = alias {
        writer.put(" as ");
        writer.put(alias);
    }
    writer.put("\n{\n");
    for element in instance.iter() {
        writer.indent(4);
        writer.put(&element.name.to_str_lossy());
        writer.put(" = ");
        match element.value {
            Some(value) => writer.value(value, 8)?,
            None => writer.put("null"),
        }
        writer.put(";\n");
    }
    writer.put("};\n");
    Ok(())
}
