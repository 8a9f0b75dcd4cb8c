//! What of `krb5.conf` matters without the system's library: the default realm, where KDCs are, which hosts are in which
//! realm.

use std::path::Path;

const PORT: u16 = 88;
/// A file of settings is a few lines; more is not read.
const MOST_BYTES: u64 = 1 << 20;
/// Files that are read, those that others include among them.
const MOST_FILES: usize = 64;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub default_realm: Option<String>,
    /// None where nothing is said of it.
    dns_lookup_kdc: Option<bool>,
    /// In the order of the files.
    kdcs: Vec<(String, (String, u16))>,
    /// Realms by host, or by domain with a dot before it, in small letters.
    hosts: Vec<(String, String)>,
}

impl Settings {
    /// Of all of these files that can be read (`KRB5_CONFIG`: paths as `PATH` has them); where they contradict each
    /// other, the first is right.
    pub fn read(paths: &str) -> Self {
        let mut settings = Self::default();
        let mut left = MOST_FILES;
        for path in std::env::split_paths(paths) {
            settings.add_file(&path, &mut left);
        }
        settings
    }

    /// Of a file's text alone: what it includes is left out.
    pub fn parsed(text: &str) -> Self {
        let mut settings = Self::default();
        settings.add(text, &mut 0);
        settings
    }

    /// A file that cannot be read is none.
    fn add_file(&mut self, path: &Path, left: &mut usize) {
        use std::io::Read;
        if !path.is_absolute() || *left == 0 {
            return;
        }
        *left -= 1;
        let mut text = Vec::new();
        let file = std::fs::File::open(path);
        if file.and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text)).is_ok() {
            self.add(&String::from_utf8_lossy(&text), left);
        }
    }

    /// The files of a folder whose names speak for them: `NAME` of letters, digits, `-` and `_`, or `NAME.conf`.
    fn add_folder(&mut self, folder: &Path, left: &mut usize) {
        if !folder.is_absolute() || *left == 0 {
            return;
        }
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        names.retain(|name| name.chars().all(plain) || name.ends_with(".conf") && !name.starts_with('.'));
        names.sort();
        for name in names {
            self.add_file(&folder.join(name), left);
        }
    }

    /// `[section]`, `name = value`, `name = {` … `}`, `include file`, `includedir folder`; comments begin with `#` or
    /// `;`. A `*` behind a name forbids others to add to it, which nobody does here.
    fn add(&mut self, text: &str, left: &mut usize) {
        // Section, subsection, ...
        let mut place: Vec<&str> = Vec::new();
        for line in text.lines() {
            // Only where a line begins; what is included has sections of its own.
            match line.split_once([' ', '\t']) {
                Some(("include", path)) => {
                    self.add_file(Path::new(path.trim()), left);
                    continue;
                }
                Some(("includedir", path)) => {
                    self.add_folder(Path::new(path.trim()), left);
                    continue;
                }
                _ => {}
            }
            let line = line.trim();
            if line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                place = vec![name.trim()];
            } else if line.starts_with('}') {
                place.truncate(place.len().saturating_sub(1).max(1));
            } else if let Some((name, value)) = line.split_once('=') {
                let (name, value) = (name.trim_end_matches(['*', ' ', '\t']), value.trim());
                // The brace may stand in the next line.
                if value.starts_with('{') || value.is_empty() {
                    place.push(name);
                } else {
                    self.set(&place, name, value.trim_matches('"'));
                }
            }
        }
    }

    fn set(&mut self, place: &[&str], name: &str, value: &str) {
        match (place, name) {
            (["libdefaults"], "default_realm") => {
                self.default_realm.get_or_insert_with(|| value.to_owned());
            }
            (["libdefaults"], "dns_lookup_kdc") => {
                self.dns_lookup_kdc = self.dns_lookup_kdc.or(flag(value));
            }
            (["realms", realm], "kdc") => {
                self.kdcs.extend(kdc(value).map(|kdc| ((*realm).to_owned(), kdc)));
            }
            (["domain_realm"], host) => self.hosts.push((host.to_ascii_lowercase(), value.to_owned())),
            _ => {}
        }
    }

    pub fn kdcs(&self, realm: &str) -> Vec<(String, u16)> {
        let of = |(of, _): &&(String, (String, u16))| of.eq_ignore_ascii_case(realm);
        self.kdcs.iter().filter(of).map(|(_, kdc)| kdc.clone()).collect()
    }

    /// Whether a realm's KDCs may be looked for in DNS.
    pub fn dns_lookup_kdc(&self) -> bool {
        self.dns_lookup_kdc.unwrap_or(true)
    }

    /// The realm that the host, or the nearest domain that it is in, is said to be in.
    pub fn realm_of(&self, host: &str) -> Option<&str> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let mut name = host.as_str();
        loop {
            if let Some((_, realm)) = self.hosts.iter().find(|(of, _)| of == name) {
                return Some(realm);
            }
            name = match name.strip_prefix('.') {
                Some(domain) => domain,
                None => &name[name.find('.')?..],
            };
        }
    }
}

/// A truth value as MIT's library reads it.
fn flag(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(&["y", "yes", "t", "true", "1", "on"]) => Some(true),
        () if is(&["n", "no", "nil", "false", "0", "off"]) => Some(false),
        () => None,
    }
}

/// `host`, `host:port`, `[address]:port`, with `tcp/` before it or not.
fn kdc(text: &str) -> Option<(String, u16)> {
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
    use std::path::PathBuf;

    fn at(host: &str, port: u16) -> (String, u16) {
        (host.to_owned(), port)
    }

    /// Files of a test, gone when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let path = std::env::temp_dir().join(format!("mi-{test}-{}", std::process::id()));
            std::fs::create_dir(&path).expect("a folder");
            Self(path)
        }

        fn file(&self, name: &str, text: &str) -> PathBuf {
            let path = self.0.join(name);
            std::fs::write(&path, text).expect("written");
            path
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn realms_and_their_kdcs_are_read() {
        let text = "# a comment\n[libdefaults]\n default_realm = \"EXAMPLE.COM\"\n default_realm = LATE\n\
            [realms]\n EXAMPLE.COM = {\n  kdc = one.example.com\n  kdc = tcp/two.example.com:1088\n\
              auth_to_local_names = {\n kdc = deeper\n }\n\
              kdc = [fe80::1]:99\n  kdc = https://proxy/KdcProxy\n  admin_server = no\n }\n\
            OTHER* =\n {\n kdc* = fe80::2\n kdc = :5\n kdc = x:y\n }*\n kdc = nobody's\n\
            [domain_realm]*\n .example.com = EXAMPLE.COM\n kdc = no";
        let settings = Settings::parsed(text);
        assert_eq!(settings.default_realm.as_deref(), Some("EXAMPLE.COM"));
        let expected = [at("one.example.com", 88), at("two.example.com", 1088), at("fe80::1", 99)];
        assert_eq!(settings.kdcs("example.com"), expected);
        assert_eq!(settings.kdcs("OTHER"), [at("fe80::2", 88)]);
        assert_eq!((settings.kdcs("THIRD"), settings.kdcs.len()), (Vec::new(), 4));
        assert_eq!(Settings::parsed("}\n}\n[realms\n= {\n}\n}\n[]\n=\nkdc = x"), Settings::default());
    }

    #[test]
    fn host_is_in_the_realm_of_its_nearest_domain() {
        let settings = Settings::parsed(
            "[domain_realm]\n .Example.com = A\n sub.example.com = B\n .sub.example.com = C\n one.sub.example.com = D\n\
             .com = E\n .com = F\n bare.test = G",
        );
        for (host, realm) in [
            ("host.example.com", Some("A")),
            ("HOST.EXAMPLE.COM.", Some("A")),
            ("sub.example.com", Some("B")),
            ("host.sub.example.com", Some("C")),
            ("one.sub.example.com", Some("D")),
            ("example.com", Some("E")),
            // Where there is no entry with a dot, the domain's own serves for its hosts.
            ("host.bare.test", Some("G")),
            ("com", None),
            ("localhost", None),
            ("", None),
        ] {
            assert_eq!(settings.realm_of(host), realm, "{host}");
        }
    }

    #[test]
    fn kdcs_are_looked_for_in_dns_unless_it_is_forbidden() {
        let said = |value: &str| {
            Settings::parsed(&format!("[libdefaults]\ndns_lookup_kdc = {value}")).dns_lookup_kdc()
        };
        assert!(Settings::parsed("").dns_lookup_kdc() && said("Yes") && said("1") && said("whatever"));
        assert!(!said("false") && !said("No") && !said("off"));
        assert!(!said("false\n dns_lookup_kdc = true"));
    }

    #[test]
    fn files_are_included_and_the_first_is_right() {
        let folder = Folder::new("included");
        std::fs::create_dir(folder.0.join("parts")).expect("a folder");
        folder.file("parts/b-2", "[realms]\nR = {\nkdc = third\n}");
        folder
            .file("parts/a_1.conf", "[realms]\nR = {\nkdc = second\n}\n[libdefaults]\ndefault_realm = PART");
        for left_out in ["parts/.hidden.conf", "parts/old.bak", "parts/x~"] {
            folder.file(left_out, "[realms]\nR = {\nkdc = wrong\n}");
        }
        let one = folder.file("one", "[realms]\nR = {\nkdc = fourth\n}\n[libdefaults]\ndefault_realm = ONE");
        let main = format!(
            "include {one}\n include {one}\ninclude one\ninclude {one}-missing\n[realms]\nR = {{\nkdc = first\n\
             includedir {parts}\nkdc = last\n}}",
            one = one.display(),
            parts = folder.0.join("parts").display()
        );
        let main = folder.file("main", &main);
        let other =
            folder.file("other", "[realms]\nR = {\nkdc = other\n}\n[libdefaults]\ndefault_realm = OTHER");
        let missing = folder.0.join("missing");
        let paths = std::env::join_paths([&missing, Path::new("relative"), &main, &other]).expect("paths");
        let settings = Settings::read(paths.to_str().expect("text"));
        let expected = ["fourth", "first", "second", "third", "last", "other"].map(|host| at(host, 88));
        assert_eq!(settings.kdcs("R"), expected);
        assert_eq!(settings.default_realm.as_deref(), Some("ONE"));
    }

    #[test]
    fn files_that_include_each_other_come_to_an_end() {
        let folder = Folder::new("circle");
        let this = folder.0.join("this.conf");
        let text = format!(
            "include {}\nincludedir {}\n[libdefaults]\ndefault_realm = R",
            this.display(),
            folder.0.display()
        );
        folder.file("this.conf", &text);
        let settings = Settings::read(this.to_str().expect("text"));
        assert_eq!(settings.default_realm.as_deref(), Some("R"));
    }
}
