//! What of `krb5.conf` matters without the system's library: the default realm, and where KDCs are.

use std::path::Path;

const PORT: u16 = 88;
/// A file of settings is a few lines; more is not read.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub default_realm: Option<String>,
    /// In the order of the file.
    kdcs: Vec<(String, (String, u16))>,
}

impl Settings {
    /// Of the first of these files that can be read (`KRB5_CONFIG`: paths with colons between); none is no error.
    pub fn read(paths: &str) -> Self {
        use std::io::Read;
        let text = paths.split(':').filter(|path| Path::new(path).is_absolute()).find_map(|path| {
            let mut text = Vec::new();
            std::fs::File::open(path).ok()?.take(MOST_BYTES).read_to_end(&mut text).ok()?;
            Some(text)
        });
        Self::parsed(&String::from_utf8_lossy(&text.unwrap_or_default()))
    }

    /// `[section]`, `name = value`, `name = {` … `}`; comments begin with `#` or `;`.
    pub fn parsed(text: &str) -> Self {
        let mut settings = Self::default();
        let (mut section, mut realm) = (String::new(), None);
        for line in text.lines().map(str::trim) {
            if line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                (section, realm) = (name.trim().to_owned(), None);
                continue;
            }
            if line.starts_with('}') {
                realm = None;
                continue;
            }
            let Some((name, value)) = line.split_once('=') else { continue };
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            match (section.as_str(), name, &realm) {
                ("libdefaults", "default_realm", _) => settings.default_realm = Some(value.to_owned()),
                ("realms", "kdc", Some(realm)) => {
                    settings.kdcs.extend(place(value).map(|place| (String::clone(realm), place)));
                }
                ("realms", name, None) if value.starts_with('{') => realm = Some(name.to_owned()),
                _ => {}
            }
        }
        settings
    }

    pub fn kdcs(&self, realm: &str) -> Vec<(String, u16)> {
        let of = |(of, _): &&(String, (String, u16))| of.eq_ignore_ascii_case(realm);
        self.kdcs.iter().filter(of).map(|(_, place)| place.clone()).collect()
    }
}

/// `host`, `host:port`, `[address]:port`, with `tcp/` before it or not.
fn place(text: &str) -> Option<(String, u16)> {
    let text = text.strip_prefix("tcp/").unwrap_or(text);
    if text.contains('/') {
        return None;
    }
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None if text.matches(':').count() == 1 => {
            text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)))
        }
        None => (text, None),
    };
    let port = port.map_or(Some(PORT), |port| port.trim().parse().ok())?;
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_and_their_kdcs_are_read() {
        let text = "# a comment\n[libdefaults]\n default_realm = \"EXAMPLE.COM\"\n dns_lookup_kdc = false\n\
            [realms]\n EXAMPLE.COM = {\n  kdc = one.example.com\n  kdc = tcp/two.example.com:1088\n\
              kdc = [fe80::1]:99\n  kdc = https://proxy/KdcProxy\n  admin_server = no\n }\n\
            OTHER = {\n kdc = fe80::2\n kdc = :5\n kdc = x:y\n }\n[domain_realm]\n .example.com = EXAMPLE.COM\n kdc = no";
        let settings = Settings::parsed(text);
        assert_eq!(settings.default_realm.as_deref(), Some("EXAMPLE.COM"));
        let place = |host: &str, port| (host.to_owned(), port);
        let expected = [place("one.example.com", 88), place("two.example.com", 1088), place("fe80::1", 99)];
        assert_eq!(settings.kdcs("example.com"), expected);
        assert_eq!(settings.kdcs("OTHER"), [place("fe80::2", 88)]);
        assert_eq!(settings.kdcs("THIRD"), []);
        assert_eq!(Settings::parsed("[realms\n= {\n}\n[]\n=\n"), Settings::default());
    }
}
