//! The ordered list of named options behind all three kinds of options.

use super::credentials::Credential;
use super::interval;
use crate::abi::*;
use crate::cim::{Instance, MiStr, MiString, ValueRef};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A custom option's value, of any type: it stands as the one element of a dynamic instance, which copies it deeply
/// and hands out pointers into itself.
pub struct CustomValue {
    pub ty: MI_Type,
    pub holder: Instance,
}

impl CustomValue {
    /// The holder's class and the name of its one element.
    pub const CLASS: &'static str = "CustomOption";
    pub const ELEMENT: &'static str = "value";

    /// The value itself; None where it is NULL.
    pub fn value(&self) -> Option<ValueRef<'_>> {
        self.holder.view().at(0)?.value
    }
}

/// A caller-made custom option of an operation.
#[derive(Clone)]
pub struct CustomOption {
    pub value: Arc<CustomValue>,
    /// The server must refuse the operation if it does not know the option.
    pub must_comply: bool,
}

/// An option's value. What it points to is shared by every snapshot that has the option.
#[derive(Clone)]
pub enum OptionValue {
    Text(Arc<MiString>),
    Number(u32),
    Interval(MI_Interval),
    Timestamp(MI_Timestamp),
    /// The numbers of the enabled channels, in the order they were enabled.
    Channels(Arc<[u32]>),
    Custom(CustomOption),
}

impl OptionValue {
    /// The type under which the option was set: later setters must keep it. Datetimes are one type.
    fn stored_type(&self) -> MI_Type {
        match self {
            OptionValue::Text(_) => MI_STRING,
            OptionValue::Number(_) => MI_UINT32,
            OptionValue::Interval(_) | OptionValue::Timestamp(_) => MI_DATETIME,
            OptionValue::Channels(_) => MI_UINT32A,
            OptionValue::Custom(custom) => custom.value.ty,
        }
    }

    fn is_custom(&self) -> bool {
        matches!(self, OptionValue::Custom(_))
    }
}

/// One named option.
#[derive(Clone)]
pub struct OptionEntry {
    pub name: Arc<MiString>,
    pub value: OptionValue,
}

/// Named options in the order they were first set, and credentials in the order they were added.
#[derive(Clone, Default)]
pub struct OptionList {
    entries: Vec<OptionEntry>,
    credentials: Vec<Arc<Credential>>,
}

impl OptionList {
    pub fn entries(&self) -> &[OptionEntry] {
        &self.entries
    }

    pub fn credentials(&self) -> &[Arc<Credential>] {
        &self.credentials
    }

    /// The credentials that were added under one option.
    pub fn credentials_of<'a>(&'a self, option: &'a str) -> impl Iterator<Item = &'a Credential> {
        let named = move |credential: &&Credential| is_named(credential.option.as_units(), option);
        self.credentials.iter().map(|credential| &**credential).filter(named)
    }

    /// An option by name, with its index.
    pub fn find(&self, name: &MiStr) -> Option<(usize, &OptionEntry)> {
        self.entries.iter().enumerate().find(|(_, entry)| same_name(entry.name.as_units(), name.as_units()))
    }

    /// Sets an option. An existing one keeps its index, its spelling and its type.
    pub fn set(&mut self, name: &MiStr, value: OptionValue) -> Result<(), MI_Result> {
        let Some((index, entry)) = self.find(name) else {
            if name.is_empty() {
                return Err(MI_RESULT_INVALID_PARAMETER);
            }
            self.entries.try_reserve(1).map_err(|_| MI_RESULT_SERVER_LIMITS_EXCEEDED)?;
            self.entries.push(OptionEntry { name: Arc::new(name.to_owned()), value });
            return Ok(());
        };
        if value.is_custom() && !entry.value.is_custom() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        if value.is_custom() != entry.value.is_custom() || value.stored_type() != entry.value.stored_type() {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        self.entries[index].value = value;
        Ok(())
    }

    /// Adds credentials; several under one name are all kept.
    pub fn add_credential(&mut self, credential: Credential) -> Result<(), MI_Result> {
        self.credentials.try_reserve(1).map_err(|_| MI_RESULT_SERVER_LIMITS_EXCEEDED)?;
        self.credentials.push(Arc::new(credential));
        Ok(())
    }

    fn value(&self, name: &str) -> Option<&OptionValue> {
        self.entries.iter().find(|entry| is_named(entry.name.as_units(), name)).map(|entry| &entry.value)
    }

    /// A string option as text; what is not UTF-8 is replaced.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.value(name)? {
            OptionValue::Text(text) => Some(text.to_str_lossy()),
            _ => None,
        }
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        match self.value(name)? {
            OptionValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number read as C reads a boolean that passed through it: the low byte counts.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.number(name).map(|number| number as u8 != 0)
    }

    /// An interval option's length; None where it is absent or 0, which means "no limit".
    pub fn duration(&self, name: &str) -> Option<Duration> {
        match self.value(name)? {
            OptionValue::Interval(interval) => {
                interval::duration(interval).filter(|length| !length.is_zero())
            }
            _ => None,
        }
    }

    pub fn channels(&self, name: &str) -> Option<&[u32]> {
        match self.value(name)? {
            OptionValue::Channels(channels) => Some(channels),
            _ => None,
        }
    }

    pub fn timestamp(&self, name: &str) -> Option<&MI_Timestamp> {
        match self.value(name)? {
            OptionValue::Timestamp(timestamp) => Some(timestamp),
            _ => None,
        }
    }
}

impl fmt::Debug for OptionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        for entry in &self.entries {
            shown.entry(&entry.name.to_str_lossy(), &entry.value);
        }
        for credential in &self.credentials {
            shown.entry(&credential.option.to_str_lossy(), credential);
        }
        shown.finish()
    }
}

impl fmt::Debug for OptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionValue::Text(text) => write!(f, "{:?}", text.to_str_lossy()),
            OptionValue::Number(number) => write!(f, "{number}"),
            OptionValue::Interval(interval) => write!(f, "{:?}", interval::duration(interval)),
            OptionValue::Timestamp(when) => write!(
                f,
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06} {:+}",
                when.year,
                when.month,
                when.day,
                when.hour,
                when.minute,
                when.second,
                when.microseconds,
                when.utc
            ),
            OptionValue::Channels(channels) => write!(f, "{channels:?}"),
            OptionValue::Custom(custom) => {
                write!(f, "custom of type {}, must comply: {}", custom.value.ty.0, custom.must_comply)
            }
        }
    }
}

/// One unit, an ASCII capital as its small letter.
fn folded(unit: MI_Char) -> MI_Char {
    match u8::try_from(unit) {
        Ok(byte) => byte.to_ascii_lowercase() as MI_Char,
        Err(_) => unit,
    }
}

/// Option names compare without ASCII case; from their ends, as they begin alike.
pub fn same_name(one: &[MI_Char], other: &[MI_Char]) -> bool {
    one.len() == other.len() && one.iter().zip(other).rev().all(|(a, b)| folded(*a) == folded(*b))
}

/// The same against a name of ours, which is ASCII.
pub fn is_named(units: &[MI_Char], name: &str) -> bool {
    units.len() == name.len()
        && units.iter().zip(name.bytes()).rev().all(|(a, b)| folded(*a) == folded(b as MI_Char))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::credentials::{Authentication, Identity};
    use crate::options::secret::{Secret, wiped};

    fn name(text: &str) -> MiString {
        MiString::from(text)
    }

    fn text(text: &str) -> OptionValue {
        OptionValue::Text(Arc::new(name(text)))
    }

    #[test]
    fn option_set_again_keeps_index_spelling_and_type() {
        let mut list = OptionList::default();
        list.set(&name("One"), text("1")).unwrap();
        list.set(&name("Two"), OptionValue::Number(2)).unwrap();
        list.set(&name("oNE"), text("eins")).unwrap();
        assert_eq!(list.text("one").as_deref(), Some("eins"));
        let (index, entry) = list.find(&name("ONE")).unwrap();
        assert_eq!((index, &*entry.name.to_str_lossy()), (0, "One"));
        assert_eq!(list.set(&name("One"), OptionValue::Number(1)), Err(MI_RESULT_TYPE_MISMATCH));
        assert_eq!(list.set(&name(""), OptionValue::Number(1)), Err(MI_RESULT_INVALID_PARAMETER));
        assert_eq!(list.entries().len(), 2);
    }

    #[test]
    fn strings_of_a_snapshot_outlive_its_setters() {
        let mut list = OptionList::default();
        list.set(&name("kept"), text("value")).unwrap();
        let pointer = match list.entries()[0].value {
            OptionValue::Text(ref text) => text.as_ptr(),
            _ => unreachable!("it was set as text"),
        };
        for number in 0..100 {
            let mut next = list.clone();
            next.set(&name(&format!("n{number}")), OptionValue::Number(number)).unwrap();
            list = next;
        }
        assert!(matches!(&list.entries()[0].value, OptionValue::Text(text) if text.as_ptr() == pointer));
    }

    #[test]
    fn secret_is_wiped_once_with_the_last_clone() {
        let password: Vec<MI_Char> = b"hunter2".iter().map(|byte| *byte as MI_Char).collect();
        let mut list = OptionList::default();
        let identity = Identity::User {
            domain: None,
            user: Some(Arc::new(name("user"))),
            password: Secret::new(&password).map(Arc::new),
        };
        let credential = Credential {
            option: Arc::new(name("option")),
            authentication_name: Arc::new(name("Basic")),
            authentication: Authentication::Basic,
            identity,
        };
        list.add_credential(credential).unwrap();
        let shown = format!("{list:?}");
        assert!(shown.contains("******") && !shown.contains("hunter2"), "{shown}");
        let copy = list.clone();
        wiped::take();
        drop(list);
        assert_eq!(wiped::take().len(), 0, "the clone still has it");
        assert_eq!(copy.credentials_of("OPTION").count(), 1);
        drop(copy);
        assert_eq!(wiped::take(), vec![vec![0; 7]]);
    }
}
