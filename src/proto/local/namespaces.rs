//! The namespaces and which classes each has.

use crate::abi::{MI_ERRORCATEGORY_OBJECT_NOT_FOUND, MI_RESULT_INVALID_NAMESPACE};
use crate::cim::Error;
use crate::cim::text::eq_ignore_case;

/// A namespace of this machine's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Namespace {
    Root,
    Cimv2,
    Interop,
}

impl Namespace {
    const ALL: [Self; 3] = [Self::Root, Self::Cimv2, Self::Interop];

    pub fn path(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Cimv2 => "root/cimv2",
            Self::Interop => "root/interop",
        }
    }

    /// The names, relative to this one, of the namespaces inside it.
    pub fn children(self) -> &'static [&'static str] {
        match self {
            Self::Root => &["cimv2", "interop"],
            Self::Cimv2 | Self::Interop => &[],
        }
    }

    /// Whether a class is there: the data is in `root/cimv2`, classes with two underscores are everywhere.
    pub fn has_class(self, name: &str) -> bool {
        self == Self::Cimv2 || name.starts_with("__")
    }

    /// By name in any case, with either slash; `root/cimv2` where none is given.
    pub fn from_name(name: Option<&str>) -> Result<Self, Error> {
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else { return Ok(Self::Cimv2) };
        let spelled = name.trim().replace('\\', "/");
        let spelled = spelled.trim_matches('/');
        Self::ALL.into_iter().find(|known| eq_ignore_case(known.path(), spelled)).ok_or_else(|| {
            let shown: String = name.chars().take(120).collect();
            let message =
                format!("there is no namespace '{shown}'; there are root, root/cimv2 and root/interop");
            Error::new(MI_RESULT_INVALID_NAMESPACE, message).with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespace_name_is_found_in_any_spelling() {
        for name in ["root/cimv2", "ROOT\\CIMV2", "\\root\\cimv2", "/root/CIMv2/", ""] {
            assert_eq!(Namespace::from_name(Some(name)).ok(), Some(Namespace::Cimv2), "{name}");
        }
        assert_eq!(Namespace::from_name(None).ok(), Some(Namespace::Cimv2));
        assert_eq!(Namespace::from_name(Some("Root")).ok(), Some(Namespace::Root));
        assert!(Namespace::from_name(Some("root/cimv3")).is_err());
    }
}
