//! What reports and errors call an operation.

use std::fmt;
use std::ops::Range;

/// "MI_Session_GetInstance root/cimv2 Linux_UnixProcess": never more than a line, and no secret in it.
#[derive(Debug)]
pub struct Label {
    verb: &'static str,
    /// What follows the verb.
    text: String,
    /// Where in the text its class stands; empty where it has none.
    class: Range<usize>,
}

impl Label {
    /// `subject`: a class, a method or a query, of which the first `class` bytes name a class.
    pub fn new(verb: &'static str, namespace: &str, subject: &str, class: usize) -> Label {
        let parts = [namespace, subject].into_iter().filter(|part| !part.is_empty());
        let mut text = String::with_capacity(parts.clone().map(|part| part.len() + 1).sum());
        for part in parts {
            text.push(' ');
            text.push_str(part);
        }
        let start = text.len() - subject.len();
        Label { verb, text, class: start..start + class.min(subject.len()) }
    }

    pub fn class(&self) -> Option<&str> {
        self.text.get(self.class.clone()).filter(|class| !class.is_empty())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verb)?;
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_knows_its_class() {
        let label = Label::new("MI_Session_Invoke", "root/cimv2", "C_D.Run", 3);
        assert_eq!(
            (label.to_string().as_str(), label.class()),
            ("MI_Session_Invoke root/cimv2 C_D.Run", Some("C_D"))
        );
        let label = Label::new("MI_Session_TestConnection", "", "", 0);
        assert_eq!((label.to_string().as_str(), label.class()), ("MI_Session_TestConnection", None));
    }
}
