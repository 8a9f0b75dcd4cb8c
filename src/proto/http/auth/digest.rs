//! Digest (RFC 7616, and RFC 2617's servers): the password stays here, bodies are not protected.

use super::{Authenticator, Challenge, Cover, Event, LogOn, Secret, Step, Target, random};
use bytes::Bytes;
use md5::{Digest as _, Md5};
use ring::digest::{SHA256, SHA512_256, digest};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A user by name and password.
pub struct Digest {
    user: String,
    password: Arc<Zeroizing<String>>,
    /// The caller turned packet privacy off: the request itself may go in clear over plain HTTP.
    clear_allowed: bool,
}

impl Digest {
    pub fn new(user: &str, password: &str, clear_allowed: bool) -> Self {
        Self { user: user.into(), password: Arc::new(Zeroizing::new(password.into())), clear_allowed }
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Digest").field("user", &self.user).finish_non_exhaustive()
    }
}

impl LogOn for Digest {
    fn name(&self) -> &'static str {
        "Digest"
    }

    fn permitted(&self, encrypted: bool) -> Result<(), String> {
        if encrypted || self.clear_allowed {
            return Ok(());
        }
        Err("Digest authentication would send the request in clear over HTTP: use HTTPS, or turn packet privacy off \
             (MI_DestinationOptions_SetPacketPrivacy)"
            .into())
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String> {
        Ok(Box::new(Conversation {
            user: self.user.clone(),
            password: self.password.clone(),
            method: target.method,
            uri: target.uri.clone(),
            body: Bytes::new(),
            state: State::Asking,
            cnonce: hex(&random::<16>()?),
        }))
    }
}

/// In a text that does not grow: growing would leave a copy behind.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
    text
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Hash {
    Md5,
    Sha256,
    Sha512Of256,
}

impl Hash {
    fn of(self, parts: &[&str]) -> Zeroizing<String> {
        self.of_bytes(Zeroizing::new(parts.join(":")).as_bytes())
    }

    fn of_bytes(self, bytes: &[u8]) -> Zeroizing<String> {
        Zeroizing::new(match self {
            Self::Md5 => hex(&Md5::digest(bytes)),
            Self::Sha256 => hex(digest(&SHA256, bytes).as_ref()),
            Self::Sha512Of256 => hex(digest(&SHA512_256, bytes).as_ref()),
        })
    }
}

/// Quality of protection: what the answer covers beside the nonce, the method and the URI.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quality {
    Auth,
    /// The body, too. TLS or nothing seals it.
    AuthInt,
}

impl Quality {
    const NAMES: [(&'static str, Self); 2] = [("auth", Self::Auth), ("auth-int", Self::AuthInt)];

    /// The one that costs less, of a server's list; None where it wants another.
    fn of(list: &str) -> Option<Self> {
        let listed = |name: &str| list.split(',').any(|one| one.trim().eq_ignore_ascii_case(name));
        Self::NAMES.into_iter().find(|(name, _)| listed(name)).map(|(_, quality)| quality)
    }

    fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What the server wants, from one of its challenges.
#[derive(Clone, Debug)]
struct Terms {
    hash: Hash,
    /// As the server spelt it; None where it did not.
    algorithm: Option<String>,
    /// The `-sess` variants.
    session: bool,
    realm: String,
    nonce: String,
    opaque: Option<String>,
    /// Without it as RFC 2069.
    quality: Option<Quality>,
    user_hash: bool,
    stale: bool,
}

impl Terms {
    /// None where the challenge cannot be met.
    fn of(challenge: &Challenge) -> Option<Self> {
        let all: Vec<(String, String)> = challenge.parameters().collect();
        let get = |name: &str| all.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
        let truth = |name: &str| get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let algorithm = get("algorithm");
        let name = algorithm.as_deref().unwrap_or("MD5").to_ascii_uppercase();
        let (name, session) = name.strip_suffix("-SESS").map_or((name.as_str(), false), |name| (name, true));
        let hash = match name {
            "MD5" => Hash::Md5,
            "SHA-256" => Hash::Sha256,
            "SHA-512-256" => Hash::Sha512Of256,
            _ => return None,
        };
        let quality = match get("qop") {
            Some(list) => Some(Quality::of(&list)?),
            None => None,
        };
        Some(Self {
            hash,
            algorithm,
            session,
            realm: get("realm").unwrap_or_default(),
            nonce: get("nonce")?,
            opaque: get("opaque"),
            quality,
            user_hash: truth("userhash"),
            stale: truth("stale"),
        })
    }
}

enum State {
    /// Nothing is known of the server yet.
    Asking,
    /// The last challenge, and how often its nonce was used.
    Answering(Terms, u32),
    /// The server asks for nothing.
    Open,
}

struct Conversation {
    user: String,
    password: Arc<Zeroizing<String>>,
    method: &'static str,
    uri: String,
    /// Of the request that is being sent.
    body: Bytes,
    state: State,
    cnonce: String,
}

impl Conversation {
    fn challenged(&mut self, challenges: &[Challenge]) -> Result<Step, String> {
        let offered: Vec<_> = challenges.iter().filter(|challenge| challenge.is("Digest")).collect();
        if offered.is_empty() {
            return Err("not offered by the server".into());
        }
        let terms = offered.into_iter().filter_map(Terms::of).max_by_key(|terms| terms.hash);
        let terms =
            terms.ok_or("the server wants an algorithm or a quality of protection that is not supported")?;
        // An answer that was refused is wrong, unless the nonce was too old.
        if matches!(self.state, State::Answering(..)) && !terms.stale {
            return Err("the user name or password was refused".into());
        }
        // Some servers make the same nonce again within a second: its count goes on.
        let used = match &self.state {
            State::Answering(old, used) if old.nonce == terms.nonce => *used,
            _ => 0,
        };
        self.state = State::Answering(terms, used);
        Ok(self.authorize())
    }

    fn authorize(&mut self) -> Step {
        let State::Answering(terms, used) = &mut self.state else { return Step::Ready };
        *used = used.wrapping_add(1);
        Step::Authorize(header(
            terms,
            &Answer {
                user: &self.user,
                password: &self.password,
                method: self.method,
                uri: &self.uri,
                body: &self.body,
                cnonce: &self.cnonce,
                count: *used,
            },
        ))
    }
}

/// What an answer to a challenge is made of.
struct Answer<'a> {
    user: &'a str,
    password: &'a str,
    method: &'a str,
    uri: &'a str,
    body: &'a [u8],
    cnonce: &'a str,
    count: u32,
}

/// The Authorization header (RFC 7616 3.4).
fn header(terms: &Terms, answer: &Answer<'_>) -> Secret {
    let Answer { user, password, method, uri, body, cnonce, count } = *answer;
    let hash = |parts: &[&str]| terms.hash.of(parts);
    let mut key = hash(&[user, &terms.realm, password]);
    if terms.session {
        key = hash(&[&key, &terms.nonce, cnonce]);
    }
    let request = match terms.quality {
        Some(Quality::AuthInt) => hash(&[method, uri, &terms.hash.of_bytes(body)]),
        Some(Quality::Auth) | None => hash(&[method, uri]),
    };
    let count = format!("{count:08x}");
    let response = match terms.quality {
        Some(quality) => hash(&[&key, &terms.nonce, &count, cnonce, quality.name(), &request]),
        None => hash(&[&key, &terms.nonce, &request]),
    };
    let name = match terms.user_hash {
        true => format!("username=\"{}\", userhash=true", &*hash(&[user, &terms.realm])),
        false if user.is_ascii() => format!("username={}", quoted(user)),
        false => format!("username*=UTF-8''{}", percent_encoded(user)),
    };
    let mut header = format!(
        "Digest {name}, realm={}, nonce={}, uri={}, response=\"{}\"",
        quoted(&terms.realm),
        quoted(&terms.nonce),
        quoted(uri),
        &*response
    );
    if let Some(algorithm) = &terms.algorithm {
        header.push_str(&format!(", algorithm={algorithm}"));
    }
    if let Some(opaque) = &terms.opaque {
        header.push_str(&format!(", opaque={}", quoted(opaque)));
    }
    if let Some(quality) = terms.quality {
        header.push_str(&format!(", qop={}, nc={count}, cnonce=\"{cnonce}\"", quality.name()));
    }
    Secret(header.into_bytes())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// RFC 8187.
fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Authenticator for Conversation {
    fn body(&mut self, body: &Bytes) {
        self.body = body.clone();
    }

    fn step(&mut self, event: Event) -> Step {
        match event {
            Event::Request => self.authorize(),
            Event::Challenged(challenges) => self.challenged(&challenges).unwrap_or_else(Step::Failed),
            Event::Accepted(_) => {
                self.body = Bytes::new();
                if matches!(self.state, State::Asking) {
                    self.state = State::Open;
                }
                Step::Ready
            }
        }
    }

    fn cover(&mut self, _content_type: &str, _body: &[u8]) -> Result<Cover, String> {
        Ok(if matches!(self.state, State::Asking) { Cover::Withheld } else { Cover::Clear })
    }
}

#[cfg(test)]
mod tests {
    use super::super::challenges;
    use super::*;

    fn answered(challenge: &str, user: &str, password: &str, uri: &str, cnonce: &str) -> String {
        let terms = Terms::of(&challenges([challenge].into_iter())[0]).expect("terms");
        let answer = Answer { user, password, method: "GET", uri, body: b"", cnonce, count: 1 };
        String::from_utf8(header(&terms, &answer).0.clone()).expect("text")
    }

    fn response(header: &str) -> &str {
        header.split("response=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a response")
    }

    #[test]
    fn responses_are_the_published_ones() {
        // RFC 7616 3.9.1.
        let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        for (algorithm, expected) in [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ] {
            let challenge = format!(
                "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, \
                 nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
            );
            let header = answered(&challenge, "Mufasa", "Circle of Life", "/dir/index.html", cnonce);
            assert_eq!(response(&header), expected, "{header}");
            assert!(header.contains("username=\"Mufasa\"") && header.contains("nc=00000001"), "{header}");
        }
        // RFC 7616 3.9.2, as corrected by its erratum 4897.
        let challenge = "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, \
            nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", opaque=\"x\", charset=UTF-8, userhash=true";
        let cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v";
        let header = answered(challenge, "J\u{e4}s\u{f8}n Doe", "Secret, or not?", "/doe.json", cnonce);
        assert_eq!(response(&header), "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
        let user = "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b";
        assert!(header.contains(&format!("username=\"{user}\", userhash=true")), "{header}");
    }

    #[test]
    fn strongest_challenge_is_met_a_stale_nonce_renewed_and_a_refusal_is_the_end() {
        let target = Target {
            host: "h".into(),
            port: 1,
            service: "http/h".into(),
            method: "POST",
            uri: "/wsman".into(),
            encrypted: true,
            binding: None,
        };
        let log_on = Digest::new("DOM\\u", "p", false);
        assert!(log_on.permitted(false).is_err() && log_on.permitted(true).is_ok());
        let mut talk = log_on.begin(&target).expect("begun");
        assert!(matches!(talk.step(Event::Request), Step::Ready));
        assert!(matches!(talk.cover("", b"x"), Ok(Cover::Withheld)));
        let asked = |extra: &str| {
            let text = format!(
                "Digest realm=r, nonce=a, algorithm=MD5{extra}, Digest realm=r, nonce=b, algorithm=SHA-256{extra}"
            );
            Event::Challenged(challenges([text.as_str()].into_iter()))
        };
        let sent = |step: Step| match step {
            Step::Authorize(secret) => String::from_utf8(secret.0.clone()).expect("text"),
            _ => panic!("an answer"),
        };
        let first = sent(talk.step(asked(", qop=auth")));
        assert!(first.contains("nonce=\"b\"") && first.contains("username=\"DOM\\\\u\""), "{first}");
        assert!(matches!(talk.cover("", b"x"), Ok(Cover::Clear)));
        assert!(sent(talk.step(Event::Request)).contains("nc=00000002"));
        assert!(sent(talk.step(asked(", qop=auth, stale=TRUE"))).contains("nc=00000003"));
        let renewed =
            challenges(["Digest realm=r, nonce=c, algorithm=SHA-256, qop=auth, stale=true"].into_iter());
        assert!(sent(talk.step(Event::Challenged(renewed))).contains("nc=00000001"));
        assert!(matches!(talk.step(asked("")), Step::Failed(reason) if reason.contains("password")));
        let mut other = log_on.begin(&target).expect("begun");
        assert!(
            matches!(other.step(asked(", qop=auth-conf")), Step::Failed(reason) if reason.contains("quality"))
        );
    }
}
