//! Values of properties, qualifiers and keys.

use super::write_instance::embedded;
use crate::cim::{Error, Type, ValueRef};
use crate::codec::xml::{Sink, escape_into, escape_model_text};
use crate::codec::{elements, scalar};

/// ` TYPE=".."` with the end of the attribute before it, by the element type. Instances are texts to CIM-XML.
static TYPES: [&str; 16] = [
    "\" TYPE=\"boolean\"",
    "\" TYPE=\"uint8\"",
    "\" TYPE=\"sint8\"",
    "\" TYPE=\"uint16\"",
    "\" TYPE=\"sint16\"",
    "\" TYPE=\"uint32\"",
    "\" TYPE=\"sint32\"",
    "\" TYPE=\"uint64\"",
    "\" TYPE=\"sint64\"",
    "\" TYPE=\"real32\"",
    "\" TYPE=\"real64\"",
    "\" TYPE=\"char16\"",
    "\" TYPE=\"datetime\"",
    "\" TYPE=\"string\"",
    "\" TYPE=\"reference\"",
    "\" TYPE=\"string\"",
];

/// The same, with the end of the tag and the start of the value.
static TYPES_AND_VALUE: [&str; 16] = [
    "\" TYPE=\"boolean\"><VALUE>",
    "\" TYPE=\"uint8\"><VALUE>",
    "\" TYPE=\"sint8\"><VALUE>",
    "\" TYPE=\"uint16\"><VALUE>",
    "\" TYPE=\"sint16\"><VALUE>",
    "\" TYPE=\"uint32\"><VALUE>",
    "\" TYPE=\"sint32\"><VALUE>",
    "\" TYPE=\"uint64\"><VALUE>",
    "\" TYPE=\"sint64\"><VALUE>",
    "\" TYPE=\"real32\"><VALUE>",
    "\" TYPE=\"real64\"><VALUE>",
    "\" TYPE=\"char16\"><VALUE>",
    "\" TYPE=\"datetime\"><VALUE>",
    "\" TYPE=\"string\"><VALUE>",
    "\" TYPE=\"reference\"><VALUE>",
    "\" TYPE=\"string\"><VALUE>",
];

/// From behind a simple property's name to its value.
#[inline]
pub(super) fn type_and_value(ty: Type) -> &'static str {
    TYPES_AND_VALUE[ty.element() as usize]
}

/// The end of the attribute before, and the type.
pub(super) fn type_attribute(ty: Type) -> &'static str {
    TYPES[ty.element() as usize]
}

/// `<VALUE>..</VALUE>`, or `<VALUE.ARRAY>..</VALUE.ARRAY>`.
pub(super) fn value<S: Sink>(out: &mut S, value: ValueRef<'_>, depth: u32) -> Result<(), Error> {
    if value.ty().is_array() {
        return array(out, value, depth);
    }
    out.put("<VALUE>");
    scalar(out, value, depth)?;
    out.put("</VALUE>");
    Ok(())
}

/// A scalar's text.
#[inline]
pub(super) fn scalar<S: Sink>(out: &mut S, value: ValueRef<'_>, depth: u32) -> Result<(), Error> {
    match value {
        ValueRef::Boolean(v) => out.put(scalar::boolean(v)),
        ValueRef::Uint8(v) => out.put_ascii(scalar::unsigned(v.into()).as_bytes()),
        ValueRef::Sint8(v) => out.put_ascii(scalar::signed(v.into()).as_bytes()),
        ValueRef::Uint16(v) => out.put_ascii(scalar::unsigned(v.into()).as_bytes()),
        ValueRef::Sint16(v) => out.put_ascii(scalar::signed(v.into()).as_bytes()),
        ValueRef::Uint32(v) => out.put_ascii(scalar::unsigned(v.into()).as_bytes()),
        ValueRef::Sint32(v) => out.put_ascii(scalar::signed(v.into()).as_bytes()),
        ValueRef::Uint64(v) => out.put_ascii(scalar::unsigned(v).as_bytes()),
        ValueRef::Sint64(v) => out.put_ascii(scalar::signed(v).as_bytes()),
        ValueRef::Real32(v) => out.put_ascii(scalar::real32(v).as_bytes()),
        ValueRef::Real64(v) => out.put_ascii(scalar::real64(v).as_bytes()),
        ValueRef::Char16(v) => char16(out, v, depth),
        ValueRef::Datetime(v) => out.put(&v.to_string()),
        ValueRef::String(v) => escape_model_text(v, out),
        ValueRef::Text(v) => escape_into(v, out),
        ValueRef::Instance(v) => embedded(out, v, depth)?,
        _ => {
            return Err(super::write_instance::unsupported(
                "an array or a reference in the place of a scalar",
            ));
        }
    }
    Ok(())
}

/// A character by its number, never escaped again, as the original writes it. Where that could not be read back it is
/// written otherwise: as `\xHHHH` what XML has no character for; escaped again, in an embedded instance, what means
/// something else there once it stands for itself (markup, a carriage return, other controls).
fn char16<S: Sink>(out: &mut S, unit: u16, depth: u32) {
    let reference = format!("&#{unit};");
    let markup = unit == u16::from(b'<') || unit == u16::from(b'&');
    match unit {
        0 | 0xD800..=0xDFFF | 0xFFFE | 0xFFFF => out.put(&format!("\\x{unit:04X}")),
        0x09 | 0x0A => out.put_raw(&reference),
        _ if depth > 0 && (unit < 0x20 || markup) => out.put(&reference),
        _ => out.put_raw(&reference),
    }
}

fn array<S: Sink>(out: &mut S, value: ValueRef<'_>, depth: u32) -> Result<(), Error> {
    out.put("<VALUE.ARRAY>");
    elements(value, &mut |element| self::value(out, element, depth))?;
    out.put("</VALUE.ARRAY>");
    Ok(())
}
