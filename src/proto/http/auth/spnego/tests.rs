//! The negotiation with mechanisms that do nothing but take legs, and a server written out in bytes.

use super::*;

/// What a [`Fake`] is to do.
#[derive(Clone, Debug)]
struct Script {
    name: &'static str,
    oid: &'static [u8],
    /// Tokens it needs from the server.
    legs: usize,
    /// There is no ticket.
    unable: bool,
    wants_mic: bool,
}

const FIRST: Script = Script { name: "First", oid: &[1, 1], legs: 1, unable: false, wants_mic: false };
const SECOND: Script = Script { name: "Second", oid: &[2, 2], legs: 1, unable: false, wants_mic: false };

struct Fake {
    script: Script,
    taken: usize,
}

impl MechanismFactory for Script {
    fn name(&self) -> &'static str {
        self.name
    }

    fn oid(&self) -> &'static [u8] {
        self.oid
    }

    fn begin(&self, _: &Target) -> Result<Box<dyn Mechanism>, String> {
        if self.unable {
            return Err("no ticket".into());
        }
        Ok(Box::new(Fake { script: self.clone(), taken: 0 }))
    }
}

impl Mechanism for Fake {
    fn name(&self) -> &'static str {
        self.script.name
    }

    fn oid(&self) -> &'static [u8] {
        self.script.oid
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        if input == Some(b"bad") {
            return Err("the token is bad".into());
        }
        self.taken += usize::from(input.is_some());
        let token = Secret(format!("{}{}", self.script.name, self.taken).into_bytes());
        Ok(if self.taken < self.script.legs {
            Progress::Continue(token)
        } else {
            Progress::Done(Some(token))
        })
    }

    fn accepted(&mut self) -> Result<(), String> {
        Ok(())
    }

    fn wrap(&mut self, _: &[u8]) -> Result<Sealed, String> {
        Err("not here".into())
    }

    fn unwrap(&mut self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, String> {
        Err("not here".into())
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        Ok([b"client:", message].concat())
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        if mic == [b"server:", message].concat() { Ok(()) } else { Err("wrong code".into()) }
    }

    fn wants_mic(&self) -> bool {
        self.script.wants_mic
    }
}

fn begin(scripts: &[Script]) -> Result<Box<dyn Mechanism>, String> {
    let target = Target {
        host: "h".into(),
        port: 1,
        service: "http/h".into(),
        method: "POST",
        uri: "/".into(),
        encrypted: false,
        binding: None,
    };
    let factories =
        scripts.iter().map(|script| Arc::new(script.clone()) as Arc<dyn MechanismFactory>).collect();
    Spnego::new(factories).begin(&target)
}

/// A server's NegTokenResp.
fn resp(state: u8, mechanism: &[u8], token: &[u8], mic: &[u8]) -> Vec<u8> {
    let mut fields = element(der::context(0), &element(der::ENUMERATED, &[state]));
    for (number, tag, content) in
        [(1, der::OBJECT_IDENTIFIER, mechanism), (2, der::OCTET_STRING, token), (3, der::OCTET_STRING, mic)]
    {
        if !content.is_empty() {
            fields.extend(element(der::context(number), &element(tag, content)));
        }
    }
    element(der::context(1), &element(der::SEQUENCE, &fields))
}

const COMPLETED: u8 = 0;
const INCOMPLETE: u8 = 1;
const REQUEST_MIC: u8 = 3;
const LIST: &[u8] = &[0x30, 8, 6, 2, 1, 1, 6, 2, 2, 2];

fn token(progress: Progress) -> Vec<u8> {
    match progress {
        Progress::Continue(token) | Progress::Done(Some(token)) => token.0.clone(),
        Progress::Done(None) => panic!("a token is due"),
    }
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn done(progress: Result<Progress, String>) -> bool {
    matches!(progress, Ok(Progress::Done(None)))
}

#[test]
fn first_token_lists_the_mechanisms_and_carries_the_preferred_ones() {
    let mut context = begin(&[Script { legs: 0, ..FIRST }, SECOND]).expect("begun");
    let first = token(context.step(None).expect("a token"));
    let expected = [
        &[0x60, 0x22, 6, 6, 0x2b, 6, 1, 5, 5, 2, 0xa0, 0x18, 0x30, 0x16, 0xa0, 10][..],
        LIST,
        &[0xa2, 8, 4, 6],
        b"First0",
    ];
    let expected = expected.concat();
    assert_eq!(first, expected);
    assert!(done(context.step(Some(&resp(COMPLETED, FIRST.oid, b"", b"")))));
    assert_eq!(context.description(), "First");
}

#[test]
fn mechanism_that_cannot_begin_is_left_out_and_named() {
    let unable = Script { unable: true, ..FIRST };
    let mut context = begin(&[unable.clone(), Script { legs: 0, ..SECOND }]).expect("begun");
    let first = token(context.step(None).expect("a token"));
    assert!(holds(&first, b"Second0") && !holds(&first, &[6, 2, 1, 1]));
    assert_eq!(context.description(), "Second, without First: no ticket");
    assert!(done(context.step(Some(&resp(COMPLETED, SECOND.oid, b"", b"")))));
    let neither = begin(&[unable.clone(), Script { name: "Other", ..unable }]).err();
    assert_eq!(neither.as_deref(), Some("First: no ticket; Other: no ticket"));
    assert!(begin(&[]).is_err());
}

#[test]
fn server_may_choose_another_mechanism_but_then_both_confirm_the_list() {
    let chosen = || {
        let mut context = begin(&[FIRST, SECOND]).expect("begun");
        token(context.step(None).expect("a token"));
        let second = token(context.step(Some(&resp(REQUEST_MIC, SECOND.oid, b"", b""))).expect("a token"));
        assert!(holds(&second, b"Second0"));
        context
    };
    let code = [b"server:", LIST].concat();
    let mut context = chosen();
    let third = token(context.step(Some(&resp(INCOMPLETE, b"", b"go", b""))).expect("a token"));
    assert!(holds(&third, b"Second1") && holds(&third, &[b"client:", LIST].concat()));
    assert!(done(context.step(Some(&resp(COMPLETED, b"", b"", &code)))));
    assert!(context.accepted().is_ok());
    // Without the server's code, with a wrong one, and without a further answer at all.
    for (mic, said) in [(&b""[..], "did not confirm"), (b"server:other", "wrong code")] {
        let mut context = chosen();
        token(context.step(Some(&resp(INCOMPLETE, b"", b"go", b""))).expect("a token"));
        let end = context.step(Some(&resp(COMPLETED, b"", b"", mic)));
        assert!(end.is_err_and(|reason| reason.contains(said)));
    }
    let mut context = chosen();
    token(context.step(Some(&resp(INCOMPLETE, b"", b"go", b""))).expect("a token"));
    assert!(context.accepted().is_err());
    let again = chosen().step(Some(&resp(INCOMPLETE, FIRST.oid, b"", b"")));
    assert!(again.is_err_and(|reason| reason.contains("twice")));
}

#[test]
fn more_legs_than_expected_are_taken() {
    let slow = Script { legs: 3, ..FIRST };
    let mut context = begin(&[slow, SECOND]).expect("begun");
    token(context.step(None).expect("a token"));
    for leg in 1..=3 {
        let sent = token(context.step(Some(&resp(INCOMPLETE, FIRST.oid, b"more", b""))).expect("a token"));
        assert!(holds(&sent, format!("First{leg}").as_bytes()), "leg {leg}");
    }
    // Both are through, and the server wants one leg more: an answer without a token.
    let sent = token(context.step(Some(&resp(INCOMPLETE, b"", b"", b""))).expect("an answer"));
    assert_eq!(sent, [0xa1, 7, 0x30, 5, 0xa0, 3, 10, 1, 1]);
    assert!(done(context.step(Some(&resp(COMPLETED, b"", b"", b"")))));
}

#[test]
fn code_of_a_mechanism_that_wants_it_goes_with_its_last_token() {
    let wanting = Script { wants_mic: true, ..FIRST };
    let mut context = begin(&[wanting, SECOND]).expect("begun");
    token(context.step(None).expect("a token"));
    let sent = token(context.step(Some(&resp(INCOMPLETE, FIRST.oid, b"go", b""))).expect("a token"));
    assert!(holds(&sent, b"First1") && holds(&sent, &[b"client:", LIST].concat()));
    let code = [b"server:", LIST].concat();
    assert!(done(context.step(Some(&resp(COMPLETED, b"", b"", &code)))));
}

#[test]
fn refusals_and_damaged_answers_end_the_negotiation() {
    let answered = |answer: &[u8]| {
        let mut context = begin(&[FIRST, SECOND]).expect("begun");
        token(context.step(None).expect("a token"));
        context.step(Some(answer)).err()
    };
    let says = |answer: &[u8], text: &str| answered(answer).is_some_and(|reason| reason.contains(text));
    assert!(says(&resp(2, FIRST.oid, b"", b""), "First: the server refused"));
    assert!(says(&resp(INCOMPLETE, &[9, 9], b"", b""), "not offered"));
    assert!(says(&resp(INCOMPLETE, FIRST.oid, b"bad", b""), "First: the token is bad"));
    assert!(says(&resp(7, FIRST.oid, b"", b""), "damaged"));
    let whole = resp(INCOMPLETE, FIRST.oid, b"go", b"mic");
    (0..whole.len()).for_each(|cut| assert!(says(&whole[..cut], "damaged"), "cut at {cut}"));
    assert!(says(&[&whole[..], b"x"].concat(), "damaged"));
}
