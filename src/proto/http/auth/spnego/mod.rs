//! SPNEGO (RFC 4178, MS-SPNG), the client's side: the mechanisms in order of preference, begun with the first that can.

use super::der::{self, Reader, element};
use super::scheme::REFUSED;
use super::{Mechanism, MechanismFactory, Progress, Sealed, Secret, Target};
use std::sync::Arc;

/// 1.3.6.1.5.5.2
pub const OID: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
/// 1.2.840.113554.1.2.2, and the number some Windows versions say in its place.
const KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
const KERBEROS_MISSPELT: &[u8] = &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02];

/// Credentials for several mechanisms, the preferred one first.
#[derive(Debug)]
pub struct Spnego {
    factories: Vec<Arc<dyn MechanismFactory>>,
}

impl Spnego {
    pub fn new(factories: Vec<Arc<dyn MechanismFactory>>) -> Self {
        Self { factories }
    }
}

impl MechanismFactory for Spnego {
    fn name(&self) -> &'static str {
        "Negotiate"
    }

    fn oid(&self) -> &'static [u8] {
        OID
    }

    fn blocks(&self) -> bool {
        self.factories.iter().any(|factory| factory.blocks())
    }

    /// Begins the first mechanism that gives a token; those before it are not offered.
    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        let mut left_out = Vec::new();
        for (at, factory) in self.factories.iter().enumerate() {
            match begun(factory.as_ref(), target) {
                Ok((inner, first)) => {
                    let offered = self.factories[at..].to_vec();
                    return Ok(Box::new(Context {
                        list: mechanism_list(&offered),
                        offered,
                        target: target.clone(),
                        inner,
                        left_out,
                        done: matches!(first, Progress::Done(_)),
                        first: Some(first),
                        answered: false,
                        mic: Mic::default(),
                    }));
                }
                Err(reason) => left_out.push(format!("{}: {reason}", factory.name())),
            }
        }
        match left_out.is_empty() {
            true => Err("no mechanism can be offered".into()),
            false => Err(left_out.join("; ")),
        }
    }
}

fn begun(factory: &dyn MechanismFactory, target: &Target) -> Result<(Box<dyn Mechanism>, Progress), String> {
    let mut inner = factory.begin(target)?;
    let first = inner.step(None)?;
    Ok((inner, first))
}

/// MechTypeList, as it goes into the first message and under the integrity codes.
fn mechanism_list(offered: &[Arc<dyn MechanismFactory>]) -> Vec<u8> {
    let oids: Vec<u8> =
        offered.iter().flat_map(|factory| element(der::OBJECT_IDENTIFIER, factory.oid())).collect();
    element(der::SEQUENCE, &oids)
}

/// The integrity codes over the list of mechanisms.
#[derive(Default)]
struct Mic {
    /// The server chose another mechanism than ours: there is no log-on without its code, since somebody between may
    /// have chosen.
    required: bool,
    /// The server asks for ours.
    asked: bool,
    sent: bool,
    verified: bool,
}

struct Context {
    offered: Vec<Arc<dyn MechanismFactory>>,
    list: Vec<u8>,
    target: Target,
    inner: Box<dyn Mechanism>,
    /// What was preferred and could not begin.
    left_out: Vec<String>,
    /// The inner mechanism is through on our side.
    done: bool,
    /// Its first token, until it went.
    first: Option<Progress>,
    /// The server has answered.
    answered: bool,
    mic: Mic,
}

impl Context {
    fn inner_step(&mut self, input: Option<&[u8]>) -> Result<Option<Secret>, String> {
        let step = self.inner.step(input);
        let progress = step.map_err(|reason| format!("{}: {reason}", self.inner.name()))?;
        Ok(self.took(progress))
    }

    fn took(&mut self, progress: Progress) -> Option<Secret> {
        match progress {
            Progress::Continue(token) => Some(token),
            Progress::Done(token) => {
                self.done = true;
                token
            }
        }
    }

    /// The server's first answer says which mechanism it is to be.
    fn choose(&mut self, chosen: Option<&[u8]>) -> Result<Option<Secret>, String> {
        let Some(chosen) = chosen else { return Ok(None) };
        let same = |oid: &[u8]| oid == chosen || (oid == KERBEROS && chosen == KERBEROS_MISSPELT);
        if same(self.inner.oid()) {
            return Ok(None);
        }
        if self.answered {
            return Err("the server changed the mechanism twice".into());
        }
        let other = self.offered.iter().find(|factory| same(factory.oid())).cloned();
        let other = other.ok_or("the server chose a mechanism that was not offered")?;
        let (inner, first) =
            begun(other.as_ref(), &self.target).map_err(|reason| format!("{}: {reason}", other.name()))?;
        (self.inner, self.done, self.mic.required) = (inner, false, true);
        Ok(self.took(first))
    }

    fn verify(&mut self, mic: Option<&[u8]>) -> Result<(), String> {
        let Some(mic) = mic else { return Ok(()) };
        if !self.done {
            return Err("the server's integrity code came too early".into());
        }
        if !self.mic.verified {
            self.inner.verify_mic(&self.list, mic)?;
            self.mic.verified = true;
        }
        Ok(())
    }

    fn ended(&self) -> Result<(), String> {
        if !self.done {
            return Err(format!("{}: the server ended the log-on too early", self.inner.name()));
        }
        if self.mic.required && !self.mic.verified {
            return Err(
                "the server did not confirm the choice of the mechanism; somebody may have changed it".into(),
            );
        }
        Ok(())
    }

    fn answer(&mut self, input: &[u8]) -> Result<Progress, String> {
        let answer = Answer::read(input).ok_or("the server's SPNEGO token is damaged")?;
        if answer.state == Some(State::Reject) {
            return Err(format!("{}: {REFUSED}", self.description()));
        }
        let mut token = self.choose(answer.mechanism)?;
        let changed = token.is_some();
        self.answered = true;
        self.mic.asked |= answer.state == Some(State::RequestMic);
        match answer.token {
            Some(input) if !changed => token = self.inner_step(Some(input))?,
            _ => {}
        }
        self.verify(answer.mic)?;
        if answer.state == Some(State::Completed) && token.is_none() {
            self.ended()?;
            return Ok(Progress::Done(None));
        }
        let mic = match self.done && !self.mic.sent && self.needs_mic() {
            true => Some(self.inner.mic(&self.list)?),
            false => None,
        };
        self.mic.sent |= mic.is_some();
        Ok(Progress::Continue(response(token.as_ref(), mic.as_deref())))
    }

    fn needs_mic(&self) -> bool {
        self.mic.required || self.mic.asked || self.mic.verified || self.inner.wants_mic()
    }
}

impl Mechanism for Context {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn oid(&self) -> &'static [u8] {
        OID
    }

    fn blocks(&self) -> bool {
        self.inner.blocks() || (!self.answered && self.offered.iter().any(|factory| factory.blocks()))
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        match (input, self.first.take()) {
            (None, Some(Progress::Continue(token) | Progress::Done(Some(token)))) => {
                Ok(Progress::Continue(initial(&self.list, &token)))
            }
            (Some(input), None) => self.answer(input),
            _ => Err("SPNEGO has no further message".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        self.ended()?;
        self.inner.accepted()
    }

    fn description(&self) -> String {
        match self.left_out.is_empty() {
            true => self.inner.description(),
            false => format!("{}, without {}", self.inner.description(), self.left_out.join(", ")),
        }
    }

    fn protects(&self) -> bool {
        self.done
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        self.inner.wrap(message)
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.inner.unwrap(header, data)
    }

    fn most(&self) -> usize {
        self.inner.most()
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.inner.mic(message)
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.inner.verify_mic(message, mic)
    }
}

/// InitialContextToken with NegTokenInit (RFC 4178 4.2.1).
fn initial(list: &[u8], token: &Secret) -> Secret {
    let token = Secret(element(der::context(2), &Secret(element(der::OCTET_STRING, &token.0)).0));
    let fields = Secret([element(der::context(0), list), token.0.clone()].concat());
    let init = Secret(element(der::context(0), &Secret(element(der::SEQUENCE, &fields.0)).0));
    let whole = Secret([element(der::OBJECT_IDENTIFIER, OID), init.0.clone()].concat());
    Secret(element(0x60, &whole.0))
}

/// NegTokenResp (RFC 4178 4.2.2).
fn response(token: Option<&Secret>, mic: Option<&[u8]>) -> Secret {
    const ACCEPT_INCOMPLETE: u8 = 1;
    let mut fields = Secret(element(der::context(0), &element(der::ENUMERATED, &[ACCEPT_INCOMPLETE])));
    if let Some(token) = token {
        fields.0.extend(element(der::context(2), &Secret(element(der::OCTET_STRING, &token.0)).0));
    }
    if let Some(mic) = mic {
        fields.0.extend(element(der::context(3), &element(der::OCTET_STRING, mic)));
    }
    Secret(element(der::context(1), &Secret(element(der::SEQUENCE, &fields.0)).0))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Completed,
    Incomplete,
    Reject,
    RequestMic,
}

/// A server's NegTokenResp.
struct Answer<'a> {
    state: Option<State>,
    mechanism: Option<&'a [u8]>,
    token: Option<&'a [u8]>,
    mic: Option<&'a [u8]>,
}

impl<'a> Answer<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut outer = Reader::new(bytes);
        let mut inner = Reader::new(outer.expect(der::context(1))?);
        let mut fields = Reader::new(inner.expect(der::SEQUENCE)?);
        let mut field = |number, tag| -> Option<Option<&'a [u8]>> {
            match fields.optional(der::context(number))? {
                Some(content) => Reader::new(content).expect(tag).map(Some),
                None => Some(None),
            }
        };
        let state = match field(0, der::ENUMERATED)? {
            None => None,
            Some([0]) => Some(State::Completed),
            Some([1]) => Some(State::Incomplete),
            Some([2]) => Some(State::Reject),
            Some([3]) => Some(State::RequestMic),
            Some(_) => return None,
        };
        let mechanism = field(1, der::OBJECT_IDENTIFIER)?;
        let token = field(2, der::OCTET_STRING)?;
        let mic = field(3, der::OCTET_STRING)?;
        let end = outer.is_empty() && inner.is_empty() && fields.is_empty();
        end.then_some(Self { state, mechanism, token, mic })
    }
}

#[cfg(test)]
mod tests;
