//! `WWW-Authenticate` and `Proxy-Authenticate` (RFC 9110 11.6.1).

/// One challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub scheme: String,
    /// What follows the scheme: a token, or parameters.
    pub token: String,
}

impl Challenge {
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The parameters, in lower case and unquoted.
    pub fn parameters(&self) -> impl Iterator<Item = (String, String)> {
        split_outside_quotes(&self.token).into_iter().filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), unquoted(value.trim())))
        })
    }
}

/// A quoted-string's content, or a token as it is.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.into() };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

/// Splits the values of the headers into challenges: one per header as Windows sends them, or several in one,
/// separated by commas.
pub fn challenges<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    for part in values.flat_map(split_outside_quotes).take(64) {
        let part = part.trim();
        let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
        if first.is_empty() {
            continue;
        }
        // A part that is `name=value` continues the challenge before it.
        match found.last_mut() {
            Some(last) if first.contains('=') && !first.starts_with("http") => {
                if !last.token.is_empty() {
                    last.token.push_str(", ");
                }
                last.token.push_str(part);
            }
            _ => found.push(Challenge { scheme: first.into(), token: rest.trim().into() }),
        }
    }
    found
}

fn split_outside_quotes(value: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'"' if !escaped => quoted = !quoted,
            b',' if !quoted => {
                parts.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        escaped = quoted && byte == b'\\' && !escaped;
    }
    parts.push(&value[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_in_one_header_or_several_are_told_apart() {
        let found = challenges(
            ["Negotiate", "Digest realm=\"a, \\\"b\", nonce=x==, qop=\"auth\", Basic realm=c"].into_iter(),
        );
        let schemes: Vec<_> = found.iter().map(|challenge| challenge.scheme.as_str()).collect();
        assert_eq!(schemes, ["Negotiate", "Digest", "Basic"]);
        let digest: Vec<_> = found[1].parameters().collect();
        let expected = [("realm", "a, \"b"), ("nonce", "x=="), ("qop", "auth")];
        assert_eq!(digest, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
