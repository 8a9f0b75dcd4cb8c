//! The system's log-on on Windows over a table of functions that answer what the test wants: all that SSPI may say.
// The system's part is played by functions that get what Windows would get: live buffers and terminated strings.
#![allow(clippy::undocumented_unsafe_blocks, clippy::multiple_unsafe_ops_per_block)]

use super::run::{Client, answered, run};
use super::server::{Reply, Server};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mi::options::DestinationOptions;
use mi::proto::http::auth::scheme::{NEGOTIATE, TokenLogOn};
use mi::proto::http::auth::sspi::Sspi;
use mi::proto::http::auth::{ChannelBinding, Mechanism, MechanismFactory, Progress, Target, multipart};
use mi::proto::http::{Endpoint, Post};
use mi::proto::wsman::Wsman;
use mi::proto::{Handler, Verb};
use mi::sspi::{Library, Package};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use windows_sys::Win32::Foundation::*;
use windows_sys::Win32::Security::Authentication::Identity::*;
use windows_sys::Win32::Security::Credentials::SecHandle;
use windows_sys::core::HRESULT;

/// What the functions answer, and what they were asked.
#[derive(Default)]
struct Script {
    acquired: HRESULT,
    /// Status, token, and what is granted.
    steps: VecDeque<(HRESULT, &'static [u8], u32)>,
    completed: HRESULT,
    /// What Negotiate came to.
    chosen: &'static str,
    /// Status, quality, and how far into its buffer the message is found.
    opened: (HRESULT, u32, usize),
    calls: Vec<String>,
}

/// One script at a time.
static TURN: Mutex<()> = Mutex::new(());
static SCRIPT: Mutex<Option<Script>> = Mutex::new(None);

/// A test's turn.
struct Turn(#[allow(dead_code)] MutexGuard<'static, ()>);

impl Turn {
    fn of(script: Script) -> Self {
        let turn = Self(TURN.lock().unwrap_or_else(PoisonError::into_inner));
        *SCRIPT.lock().unwrap_or_else(PoisonError::into_inner) = Some(script);
        turn
    }

    fn calls(&self) -> Vec<String> {
        scripted(|script| std::mem::take(&mut script.calls))
    }
}

fn scripted<T>(body: impl FnOnce(&mut Script) -> T) -> T {
    body(SCRIPT.lock().unwrap_or_else(PoisonError::into_inner).as_mut().expect("a test has its turn"))
}

fn called(call: String) {
    scripted(|script| script.calls.push(call));
}

fn text(units: *const u16) -> String {
    let mut all = Vec::new();
    for at in 0.. {
        match unsafe { *units.add(at) } {
            0 => break,
            unit => all.push(unit),
        }
    }
    String::from_utf16(&all).expect("text")
}

fn buffers<'a>(description: *mut SecBufferDesc) -> &'a mut [SecBuffer] {
    match unsafe { description.as_mut() } {
        Some(description) => unsafe {
            std::slice::from_raw_parts_mut(description.pBuffers, description.cBuffers as usize)
        },
        None => &mut [],
    }
}

fn bytes<'a>(buffer: &SecBuffer) -> &'a mut [u8] {
    unsafe { std::slice::from_raw_parts_mut(buffer.pvBuffer.cast(), buffer.cbBuffer as usize) }
}

fn fill(buffer: &mut SecBuffer, content: &[u8]) {
    bytes(buffer)[..content.len()].copy_from_slice(content);
    buffer.cbBuffer = content.len() as u32;
}

/// Kind, length and content of each buffer.
fn shown(buffers: &[SecBuffer]) -> String {
    let one = |buffer: &SecBuffer| format!(" {}:{}", buffer.BufferType, bytes(buffer).escape_ascii());
    buffers.iter().map(one).collect()
}

unsafe extern "system" fn information(name: *mut u16, found: *mut *mut SecPkgInfoW) -> HRESULT {
    if text(name) != "Negotiate" && text(name) != "Kerberos" {
        return SEC_E_SECPKG_NOT_FOUND;
    }
    let information = SecPkgInfoW { cbMaxToken: 64, ..Default::default() };
    unsafe { *found = Box::into_raw(Box::new(information)) };
    SEC_E_OK
}

unsafe extern "system" fn free_buffer(buffer: *mut c_void) -> HRESULT {
    drop(unsafe { Box::from_raw(buffer.cast::<SecPkgInfoW>()) });
    SEC_E_OK
}

unsafe extern "system" fn acquire(
    principal: *mut u16,
    package: *mut u16,
    usage: u32,
    log_on: *mut c_void,
    data: *mut c_void,
    _: SEC_GET_KEY_FN,
    _: *mut c_void,
    handle: *mut SecHandle,
    _: *mut i64,
) -> HRESULT {
    assert!(principal.is_null() && log_on.is_null() && data.is_null(), "the caller's own are meant");
    called(format!("acquire {} {usage}", text(package)));
    unsafe { *handle = SecHandle { dwLower: 7, dwUpper: 0 } };
    scripted(|script| script.acquired)
}

unsafe extern "system" fn free_credentials(handle: *mut SecHandle) -> HRESULT {
    called(format!("free {}", unsafe { (*handle).dwLower }));
    SEC_E_OK
}

unsafe extern "system" fn initialize(
    credential: *mut SecHandle,
    context: *mut SecHandle,
    target: *mut u16,
    flags: u32,
    _: u32,
    representation: u32,
    input: *mut SecBufferDesc,
    _: u32,
    made: *mut SecHandle,
    output: *mut SecBufferDesc,
    granted: *mut u32,
    _: *mut i64,
) -> HRESULT {
    assert_eq!((unsafe { (*credential).dwLower }, representation), (7, SECURITY_NATIVE_DREP));
    let known = unsafe { context.as_ref() }.map_or(0, |context| context.dwLower);
    called(format!("step {known} {} {flags:#x}{}", text(target), shown(buffers(input))));
    let (status, token, grants) = scripted(|script| script.steps.pop_front()).expect("a step is due");
    fill(&mut buffers(output)[0], token);
    unsafe { *granted = grants };
    if status >= 0 {
        unsafe { *made = SecHandle { dwLower: 9, dwUpper: 1 } };
    }
    status
}

unsafe extern "system" fn complete(_: *mut SecHandle, token: *mut SecBufferDesc) -> HRESULT {
    let token = &mut buffers(token)[0];
    called(format!("complete{}", shown(std::slice::from_ref(token))));
    bytes(token).make_ascii_uppercase();
    scripted(|script| script.completed)
}

unsafe extern "system" fn delete(handle: *mut SecHandle) -> HRESULT {
    called(format!("delete {}", unsafe { (*handle).dwLower }));
    SEC_E_OK
}

unsafe extern "system" fn query(_: *mut SecHandle, attribute: u32, into: *mut c_void) -> HRESULT {
    match attribute {
        SECPKG_ATTR_SIZES => {
            let sizes = SecPkgContext_Sizes {
                cbMaxToken: 64,
                cbMaxSignature: 8,
                cbBlockSize: 1,
                cbSecurityTrailer: 8,
            };
            unsafe { *into.cast() = sizes };
        }
        SECPKG_ATTR_NEGOTIATION_INFO => {
            let chosen = scripted(|script| script.chosen);
            if chosen.is_empty() {
                return SEC_E_UNSUPPORTED_FUNCTION;
            }
            // The name outlives whoever reads it.
            let name = chosen.encode_utf16().chain([0]).collect::<Vec<u16>>().leak().as_mut_ptr();
            let package = Box::into_raw(Box::new(SecPkgInfoW { Name: name, ..Default::default() }));
            unsafe { (*into.cast::<SecPkgContext_NegotiationInfoW>()).PackageInfo = package };
        }
        _ => return SEC_E_UNSUPPORTED_FUNCTION,
    }
    SEC_E_OK
}

/// Backwards, under a header that is shorter than it might be.
unsafe extern "system" fn encrypt(
    _: *mut SecHandle,
    quality: u32,
    message: *mut SecBufferDesc,
    _: u32,
) -> HRESULT {
    let [header, data] = buffers(message) else { return SEC_E_INVALID_TOKEN };
    assert_eq!(
        (header.BufferType, header.cbBuffer, data.BufferType, quality),
        (SECBUFFER_TOKEN, 8, SECBUFFER_DATA, 0)
    );
    if bytes(data) == b"too much" {
        return SEC_E_ENCRYPT_FAILURE;
    }
    bytes(data).reverse();
    fill(header, b"seal");
    SEC_E_OK
}

unsafe extern "system" fn decrypt(
    _: *mut SecHandle,
    message: *mut SecBufferDesc,
    _: u32,
    quality: *mut u32,
) -> HRESULT {
    let [header, data] = buffers(message) else { return SEC_E_INVALID_TOKEN };
    assert_eq!((header.BufferType, data.BufferType), (SECBUFFER_TOKEN, SECBUFFER_DATA));
    if bytes(header) != b"seal" {
        return SEC_E_MESSAGE_ALTERED;
    }
    bytes(data).reverse();
    let (status, kind, at) = scripted(|script| script.opened);
    data.pvBuffer = data.pvBuffer.wrapping_byte_add(at);
    data.cbBuffer = data.cbBuffer.wrapping_sub(at as u32);
    unsafe { *quality = kind };
    status
}

unsafe extern "system" fn sign(_: *mut SecHandle, _: u32, message: *mut SecBufferDesc, _: u32) -> HRESULT {
    let [code, data] = buffers(message) else { return SEC_E_INVALID_TOKEN };
    assert_eq!((code.BufferType, code.cbBuffer, data.BufferType), (SECBUFFER_TOKEN, 8, SECBUFFER_DATA));
    let first = bytes(data)[0];
    fill(code, &[first, first]);
    SEC_E_OK
}

unsafe extern "system" fn verify(
    _: *mut SecHandle,
    message: *mut SecBufferDesc,
    _: u32,
    _: *mut u32,
) -> HRESULT {
    let [code, data] = buffers(message) else { return SEC_E_INVALID_TOKEN };
    let first = bytes(data)[0];
    if bytes(code) == [first, first] { SEC_E_OK } else { SEC_E_MESSAGE_ALTERED }
}

fn table() -> SecurityFunctionTableW {
    SecurityFunctionTableW {
        QuerySecurityPackageInfoW: Some(information),
        AcquireCredentialsHandleW: Some(acquire),
        FreeCredentialsHandle: Some(free_credentials),
        InitializeSecurityContextW: Some(initialize),
        CompleteAuthToken: Some(complete),
        DeleteSecurityContext: Some(delete),
        QueryContextAttributesW: Some(query),
        FreeContextBuffer: Some(free_buffer),
        EncryptMessage: Some(encrypt),
        DecryptMessage: Some(decrypt),
        MakeSignature: Some(sign),
        VerifySignature: Some(verify),
        ..Default::default()
    }
}

const SEALING: u32 = ISC_RET_CONFIDENTIALITY | ISC_RET_INTEGRITY;
const ALL: u32 = SEALING | ISC_RET_MUTUAL_AUTH;

fn target() -> Target {
    Target {
        host: "host".into(),
        port: 5985,
        service: "http/host:5985".into(),
        method: "POST",
        uri: "/wsman".into(),
        encrypted: false,
        binding: None,
    }
}

fn script(steps: impl IntoIterator<Item = (HRESULT, &'static [u8], u32)>) -> Script {
    Script { steps: steps.into_iter().collect(), ..Default::default() }
}

fn begun(package: Package, delegate: bool) -> Box<dyn Mechanism> {
    Sspi::through(&Library::of(table()), package, delegate).begin(&target()).expect("begun")
}

fn token(progress: Result<Progress, String>) -> (bool, Option<String>) {
    let text = |token: mi::proto::http::auth::Secret| String::from_utf8(token.0.clone()).expect("text");
    match progress.expect("no error") {
        Progress::Continue(token) => (false, Some(text(token))),
        Progress::Done(token) => (true, token.map(text)),
    }
}

/// Logged on in one step.
fn logged_on() -> Box<dyn Mechanism> {
    scripted(|script| script.steps.push_back((SEC_E_OK, b"one", ALL)));
    let mut mechanism = begun(Package::Kerberos, false);
    assert_eq!(token(mechanism.step(None)), (true, Some("one".into())));
    mechanism
}

#[test]
fn tokens_go_to_and_fro_and_all_is_given_back() {
    let turn = Turn::of(script([(SEC_I_CONTINUE_NEEDED, &b"first"[..], 0), (SEC_E_OK, b"", ALL)]));
    let mut mechanism = begun(Package::Kerberos, false);
    assert!(mechanism.blocks());
    assert_eq!(token(mechanism.step(None)), (false, Some("first".into())));
    assert!(mechanism.blocks() && mechanism.accepted().is_err());
    assert_eq!(token(mechanism.step(Some(b"answer"))), (true, None));
    assert!(!mechanism.blocks() && mechanism.accepted().is_ok());
    assert!(mechanism.step(Some(b"more")).is_err());
    drop(mechanism);
    let expected = [
        "acquire Kerberos 2",
        "step 0 http/host:5985 0x1001e",
        "step 9 http/host:5985 0x1001e 2:answer",
        "delete 9",
        "free 7",
    ];
    assert_eq!(turn.calls(), expected);
}

#[test]
fn tokens_are_completed_where_a_package_wants_that() {
    let steps = [(SEC_I_COMPLETE_AND_CONTINUE, &b"x"[..], 0), (SEC_I_COMPLETE_NEEDED, b"y", ALL)];
    let turn = Turn::of(script(steps));
    let mut mechanism = begun(Package::Negotiate, false);
    assert_eq!(token(mechanism.step(None)), (false, Some("X".into())));
    assert_eq!(token(mechanism.step(Some(b"answer"))), (true, Some("Y".into())));
    let calls = turn.calls();
    assert_eq!((calls[2].as_str(), calls[4].as_str()), ("complete 2:x", "complete 2:y"));
    drop(mechanism);
    drop(turn);
    let _turn = Turn::of(Script { completed: SEC_E_INVALID_TOKEN, ..script(steps) });
    let reason = begun(Package::Negotiate, false).step(None).expect_err("it cannot be completed");
    assert_eq!(reason, "the server's token is damaged (0x80090308)");
}

#[test]
fn channel_binding_and_delegation_are_asked_for() {
    let turn =
        Turn::of(script([(SEC_I_CONTINUE_NEEDED, &b"x"[..], 0), (SEC_E_OK, b"", ALL | ISC_RET_DELEGATE)]));
    let certificate = rcgen::generate_simple_self_signed(["host".to_owned()]).expect("a certificate");
    let binding = ChannelBinding::of_certificate(certificate.cert.der()).expect("it has one");
    let data = binding.application_data().to_vec();
    let target = Target { binding: Some(binding), encrypted: true, ..target() };
    let factory = Sspi::through(&Library::of(table()), Package::Kerberos, true);
    let mut mechanism = factory.begin(&target).expect("begun");
    assert_eq!(token(mechanism.step(None)), (false, Some("x".into())));
    assert_eq!(token(mechanism.step(Some(b"answer"))), (true, None));
    // SEC_CHANNEL_BINDINGS: six numbers of no address, the length of the data, and where it begins.
    let structure = [&[0; 24][..], &(data.len() as u32).to_le_bytes(), &32u32.to_le_bytes(), &data].concat();
    let shown = structure.escape_ascii().to_string();
    let calls = turn.calls();
    assert_eq!(calls[1], format!("step 0 http/host:5985 0x1001f 14:{shown}"));
    assert_eq!(calls[2], format!("step 9 http/host:5985 0x1001f 2:answer 14:{shown}"));
}

#[test]
fn what_was_asked_for_must_be_granted() {
    let said = |package, delegate, chosen, granted| {
        let _turn = Turn::of(Script { chosen, ..script([(SEC_E_OK, &b"x"[..], granted)]) });
        begun(package, delegate).step(None).err().unwrap_or_default()
    };
    use Package::{Kerberos, Negotiate};
    assert_eq!(said(Kerberos, false, "", ALL), "");
    assert_eq!(said(Kerberos, false, "NTLM", SEALING), "the server was not authenticated");
    assert_eq!(said(Negotiate, false, "Kerberos", SEALING), "the server was not authenticated");
    assert_eq!(said(Negotiate, false, "NTLMX", SEALING), "the server was not authenticated");
    // Nobody can say what it came to.
    assert_eq!(said(Negotiate, false, "", SEALING), "the server was not authenticated");
    assert_eq!(said(Negotiate, false, "NTLM", SEALING), "");
    for granted in [ALL & !ISC_RET_CONFIDENTIALITY, ALL & !ISC_RET_INTEGRITY] {
        assert_eq!(said(Negotiate, false, "NTLM", granted), "messages cannot be encrypted");
    }
    assert!(said(Kerberos, true, "", ALL).starts_with("delegation was asked for"));
    assert_eq!(said(Kerberos, true, "", ALL | ISC_RET_DELEGATE), "");
}

#[test]
fn refusals_are_put_into_words_and_leave_nothing_behind() {
    for (status, said) in [
        (SEC_E_NO_CREDENTIALS, "there are no credentials of the logged-on user (0x8009030e)"),
        (SEC_E_TARGET_UNKNOWN, "there is no such service"),
        (SEC_E_WRONG_PRINCIPAL, "there is no such service"),
        (SEC_E_NO_AUTHENTICATING_AUTHORITY, "no domain controller answers"),
        (SEC_E_LOGON_DENIED, "the log-on was refused"),
        (SEC_E_TIME_SKEW, "the clocks"),
        (SEC_E_INVALID_TOKEN, "the server's token is damaged"),
        (SEC_E_DELEGATION_POLICY, "the domain does not allow the delegation"),
        (SEC_E_DOWNGRADE_DETECTED, "somebody between"),
        (SEC_E_INTERNAL_ERROR, "SSPI answers 0x80090304"),
        // A success that none of these packages has.
        (SEC_I_INCOMPLETE_CREDENTIALS, "SSPI answers 0x00090320"),
    ] {
        let turn = Turn::of(script([(status, &b"x"[..], 0)]));
        let reason = begun(Package::Kerberos, false).step(None).expect_err("it is refused");
        assert!(reason.contains(said), "{reason}");
        assert_eq!(turn.calls()[2..], ["free 7"], "there is no context");
        drop(turn);
        let turn = Turn::of(script([(SEC_I_CONTINUE_NEEDED, &b"x"[..], 0), (status, b"", 0)]));
        let mut mechanism = begun(Package::Kerberos, false);
        mechanism.step(None).expect("a token");
        let reason = mechanism.step(Some(b"answer")).expect_err("it is refused");
        assert!(reason.contains(said), "{reason}");
        mechanism.wrap(b"x").expect_err("nobody is there");
        drop(mechanism);
        assert_eq!(turn.calls()[3..], ["delete 9", "free 7"]);
    }
}

#[test]
fn step_without_a_token_has_nothing_to_send() {
    let _turn = Turn::of(script([(SEC_I_CONTINUE_NEEDED, &b""[..], 0)]));
    let reason = begun(Package::Kerberos, false).step(None).expect_err("the server would wait");
    assert_eq!(reason, "the system has nothing to send");
}

#[test]
fn credentials_that_cannot_be_had_are_the_error_of_the_log_on() {
    let turn = Turn::of(Script { acquired: SEC_E_NO_CREDENTIALS, ..Default::default() });
    let factory = Sspi::through(&Library::of(table()), Package::Negotiate, false);
    assert!(factory.blocks() && factory.name() == "Negotiate");
    let Err(reason) = factory.begin(&target()) else { panic!("there are none") };
    assert!(reason.starts_with("there are no credentials"), "{reason}");
    drop(factory);
    assert_eq!(turn.calls(), ["acquire Negotiate 2"], "nothing was acquired that would have to be freed");
}

#[test]
fn function_that_is_missing_is_an_error() {
    let lacks = |take: fn(&mut SecurityFunctionTableW), act: fn(&mut dyn Mechanism) -> Result<(), String>| {
        let _turn = Turn::of(script([(SEC_I_COMPLETE_NEEDED, &b"x"[..], ALL)]));
        let mut table = table();
        take(&mut table);
        let begun = Sspi::through(&Library::of(table), Package::Kerberos, false).begin(&target());
        let reason = begun.and_then(|mut mechanism| act(mechanism.as_mut())).expect_err("one is missing");
        assert_eq!(reason, "the system's security packages lack a function");
    };
    let step = |mechanism: &mut dyn Mechanism| mechanism.step(None).map(drop);
    lacks(|table| table.QuerySecurityPackageInfoW = None, step);
    lacks(|table| table.FreeContextBuffer = None, step);
    lacks(|table| table.AcquireCredentialsHandleW = None, step);
    lacks(|table| table.InitializeSecurityContextW = None, step);
    lacks(|table| table.CompleteAuthToken = None, step);
    lacks(|table| table.QueryContextAttributesW = None, step);
    lacks(
        |table| table.EncryptMessage = None,
        |mechanism| {
            mechanism.step(None)?;
            mechanism.wrap(b"x").map(drop)
        },
    );
    lacks(
        |table| table.DecryptMessage = None,
        |mechanism| {
            mechanism.step(None)?;
            mechanism.unwrap(b"seal", b"x").map(drop)
        },
    );
    lacks(
        |table| table.MakeSignature = None,
        |mechanism| {
            mechanism.step(None)?;
            mechanism.mic(b"x").map(drop)
        },
    );
    lacks(
        |table| table.VerifySignature = None,
        |mechanism| {
            mechanism.step(None)?;
            mechanism.verify_mic(b"x", b"xx")
        },
    );
}

#[test]
fn messages_are_sealed_and_opened_after_the_log_on_alone() {
    let _turn = Turn::of(Script::default());
    let mut mechanism = begun(Package::Kerberos, false);
    for reason in [
        mechanism.wrap(b"x").expect_err("too early"),
        mechanism.unwrap(b"seal", b"x").expect_err("too early"),
        mechanism.mic(b"x").expect_err("too early"),
        mechanism.verify_mic(b"x", b"xx").expect_err("too early"),
    ] {
        assert_eq!(reason, "the log-on is not complete");
    }
    let mut mechanism = logged_on();
    let sealed = mechanism.wrap(b"message").expect("sealed");
    assert_eq!((&sealed.header[..], &sealed.data[..], sealed.padding), (&b"seal"[..], &b"egassem"[..], 0));
    assert_eq!(mechanism.wrap(b"").expect("sealed").data, b"");
    assert!(mechanism.wrap(b"too much").expect_err("refused").contains("0x80090329"));
    assert_eq!(mechanism.unwrap(b"seal", b"egassem").expect("opened"), b"message");
    assert_eq!(mechanism.unwrap(b"seal", b"").expect("opened"), b"");
    assert!(mechanism.unwrap(b"", b"egassem").expect_err("no header").contains("damaged"));
    let mic = mechanism.mic(b"message").expect("a code");
    assert_eq!(mic, b"mm");
    mechanism.verify_mic(b"message", &mic).expect("it is right");
    assert!(mechanism.verify_mic(b"another", &mic).expect_err("it is wrong").contains("damaged"));
}

#[test]
fn message_that_is_not_sealed_or_out_of_order_or_elsewhere_is_refused() {
    let _turn = Turn::of(Script::default());
    let mut mechanism = logged_on();
    let mut opened = |status, quality, at| {
        scripted(|script| script.opened = (status, quality, at));
        mechanism.unwrap(b"seal", b"egassem")
    };
    assert_eq!(opened(SEC_E_OK, 0, 0).expect("opened"), b"message");
    assert_eq!(opened(SEC_E_OK, 0, 3).expect("opened"), b"sage");
    assert_eq!(opened(SEC_E_OK, 0, 7).expect("opened"), b"");
    for at in [8, usize::MAX] {
        assert_eq!(opened(SEC_E_OK, 0, at).expect_err("elsewhere"), "the message was opened somewhere else");
    }
    assert_eq!(
        opened(SEC_E_OK, SECQOP_WRAP_NO_ENCRYPT, 0).expect_err("clear"),
        "the message was not encrypted"
    );
    assert!(opened(SEC_E_OUT_OF_SEQUENCE, 0, 0).expect_err("repeated").contains("repeated one"));
    assert!(opened(SEC_E_CONTEXT_EXPIRED, 0, 0).expect_err("late").contains("expired"));
}

#[test]
fn requests_and_answers_are_sealed_over_http() {
    const TYPE: &str = "application/soap+xml;charset=UTF-8";
    let _turn = Turn::of(script([(SEC_I_CONTINUE_NEEDED, &b"first"[..], 0), (SEC_E_OK, b"", ALL)]));
    let answer = || {
        let seal = |message: &[u8]| {
            let data = message.iter().rev().copied().collect();
            Ok(mi::proto::http::auth::Sealed { header: b"seal".to_vec(), data, padding: 0 })
        };
        let (kind, body) =
            multipart::sealed(NEGOTIATE.protocol, TYPE, b"an answer", usize::MAX, seal).expect("sealed");
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), &body].concat()
    };
    let server = Server::start(move |number, _| match number {
        // The last token comes with the status that lets us in.
        0 => Reply::Raw(
            format!(
                "HTTP/1.1 200 OK\r\nWWW-Authenticate: Negotiate {}\r\nContent-Length: 0\r\n\r\n",
                STANDARD.encode("answer")
            )
            .into_bytes(),
        ),
        _ => Reply::Raw(answer()),
    });
    let factory = Sspi::through(&Library::of(table()), Package::Negotiate, false);
    let mut endpoint = Endpoint::new("127.0.0.1", server.port, "/wsman");
    endpoint.log_on =
        vec![Arc::new(TokenLogOn::new("Negotiate", vec![(&NEGOTIATE, Arc::new(factory))], false))];
    let client = Client::default();
    let mut pending = client.services.network.post(Post {
        endpoint: Arc::new(endpoint),
        content_type: TYPE,
        body: b"a request".to_vec().into(),
        deadline: Instant::now() + Duration::from_secs(30),
        repeatable: true,
        limit: 1 << 20,
        streamed: false,
        anonymous: false,
    });
    assert_eq!(answered(&mut pending).expect("an answer").body, b"an answer");
    let received = server.received.lock().expect("unpoisoned");
    assert!(received[0].head.contains(&format!("Negotiate {}", STANDARD.encode("first"))), "{received:?}");
    assert!(received[0].body.is_empty(), "{received:?}");
    assert!(received[1].body.contains("\x04\0\0\0sealtseuqer a--Encrypted Boundary--"), "{received:?}");
}

#[test]
fn destination_without_a_credential_is_the_logged_on_users() {
    let server = Server::start(|_, _| {
        Reply::Raw(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n".to_vec())
    });
    let client = Client::default();
    let connection = Wsman.connect(Some(&server.url()), &DestinationOptions::default(), &client.services);
    let outcome = run(connection.expect("connects").as_ref(), "root/a", Verb::TestConnection);
    assert!(outcome.failure().message.contains("Tried: Default ("), "{:?}", outcome.error);
    // Wine has nobody who could begin; wherever somebody can, nothing of the request goes out before that.
    let received = server.received.lock().expect("unpoisoned");
    assert!(received.iter().all(|one| one.body.is_empty()), "{received:?}");
}

#[test]
fn system_itself_has_the_packages_or_says_what_is_missing() {
    let library = Library::load().expect("there is a table");
    for package in [Package::Negotiate, Package::Kerberos] {
        let factory = Sspi::through(&library, package, false);
        // Whether anybody is logged on here is not for the test to say; wine without Kerberos has nobody.
        if let Err(reason) = factory.begin(&target()) {
            assert!(
                reason.starts_with("there are no credentials") || reason.starts_with("the system has no"),
                "{reason}"
            );
        }
    }
}
