//! How long the library's own part of each operation takes, so that a change shows: `cargo bench --bench operations`.
//!
//! The operations are those that `benches/instructions.rs` holds to their limits, through the same C tables.

use criterion::{Criterion, criterion_group, criterion_main};
use mi::abi::*;
use mi::runtime::log;
use std::ffi::{CStr, c_void};
use std::hint::black_box;
use std::ptr::{null, null_mut};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

unsafe extern "C" {
    fn MI_Application_InitializeV1(
        flags: MI_Uint32,
        id: *const MI_Char,
        error: *mut *mut MI_Instance,
        application: *mut MI_Application,
    ) -> MI_Result;
}

const PROCESSES: &CStr = c"Linux_UnixProcess";
const SYSTEM: &CStr = c"Linux_OperatingSystem";
const NAMESPACE: &CStr = c"root/cimv2";

/// An open application.
struct Application(MI_Application);

impl Application {
    fn open() -> Application {
        let mut application = MI_Application { reserved1: 0, reserved2: 0, ft: null() };
        // SAFETY: NULL is allowed where something is optional, and the handle is writable.
        let result = unsafe { MI_Application_InitializeV1(0, null(), null_mut(), &mut application) };
        assert_eq!(result, MI_RESULT_OK);
        Application(application)
    }

    fn table(&self) -> &'static MI_ApplicationFT {
        // SAFETY: an open application's table is a static of the library.
        unsafe { &*self.0.ft }
    }

    fn session(&mut self) -> Session {
        let mut session = MI_Session { reserved1: 0, reserved2: 0, ft: null() };
        let new = self.table().NewSession.expect("every slot is there");
        // SAFETY: the application is open, and the session's handle is writable.
        let result =
            unsafe { new(&mut self.0, null(), null(), null_mut(), null_mut(), null_mut(), &mut session) };
        assert_eq!(result, MI_RESULT_OK);
        Session(session)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        assert_eq!(close_application(&mut self.0), MI_RESULT_OK);
    }
}

fn close_application(application: &mut MI_Application) -> MI_Result {
    // SAFETY: an open application's table is a static of the library.
    let close = unsafe { &*application.ft }.Close.expect("every slot is there");
    // SAFETY: the handle is writable.
    unsafe { close(application) }
}

/// An open session.
struct Session(MI_Session);

impl Session {
    fn table(&self) -> &'static MI_SessionFT {
        // SAFETY: an open session's table is a static of the library.
        unsafe { &*self.0.ft }
    }

    /// The shortest call on a valid handle.
    fn application(&mut self) -> MI_Application {
        let mut application = MI_Application { reserved1: 0, reserved2: 0, ft: null() };
        let get = self.table().GetApplication.expect("every slot is there");
        // SAFETY: the session is open, and the answer's place is writable.
        unsafe { get(&mut self.0, &mut application) };
        application
    }

    /// Starts a synchronous operation that has one result.
    fn test_connection(&mut self) -> MI_Operation {
        let mut operation = MI_Operation { reserved1: 0, reserved2: 0, ft: null() };
        let test = self.table().TestConnection.expect("every slot is there");
        // SAFETY: the session is open, and the operation's handle is writable.
        unsafe { test(&mut self.0, 0, null_mut(), &mut operation) };
        operation
    }

    /// Runs an enumeration whose results `client` is called with; waits for the last one.
    fn enumerate(&mut self, class: &CStr, client: &mut Client) {
        let mut operation = MI_Operation { reserved1: 0, reserved2: 0, ft: null() };
        let mut callbacks = client.callbacks();
        let enumerate = self.table().EnumerateInstances.expect("every slot is there");
        let (namespace, class) = (NAMESPACE.as_ptr().cast(), class.as_ptr().cast());
        // SAFETY: the session is open, the texts are terminated, and the client outlives the last call-back.
        unsafe { enumerate(&mut self.0, 0, null_mut(), namespace, class, 0, &mut callbacks, &mut operation) };
        client.done.1.recv().expect("the final result comes");
        close(operation);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let close = self.table().Close.expect("every slot is there");
        // SAFETY: the handle is writable, and there is no completion.
        assert_eq!(unsafe { close(&mut self.0, null_mut(), None) }, MI_RESULT_OK);
    }
}

/// Takes every result of a synchronous operation.
fn drain(mut operation: MI_Operation) -> MI_Operation {
    // SAFETY: an operation's table is a static of the library.
    let get = unsafe { &*operation.ft }.GetInstance.expect("every slot is there");
    let (mut more, mut instance) = (MI_TRUE, null());
    while more != MI_FALSE {
        // SAFETY: the operation is open, and the answers' places are writable or NULL.
        unsafe { get(&mut operation, &mut instance, &mut more, null_mut(), null_mut(), null_mut()) };
    }
    operation
}

fn close(mut operation: MI_Operation) {
    // SAFETY: an operation's table is a static of the library.
    let close = unsafe { &*operation.ft }.Close.expect("every slot is there");
    // SAFETY: the handle is writable.
    assert_eq!(unsafe { close(&mut operation) }, MI_RESULT_OK);
}

/// What the callback of an enumeration needs.
struct Client {
    done: (Sender<()>, Receiver<()>),
    /// Called with every result.
    each: Box<dyn FnMut()>,
}

impl Client {
    fn new(each: impl FnMut() + 'static) -> Client {
        Client { done: channel(), each: Box::new(each) }
    }

    fn callbacks(&mut self) -> MI_OperationCallbacks {
        MI_OperationCallbacks {
            callbackContext: std::ptr::from_mut(self).cast(),
            promptUser: None,
            writeError: None,
            writeMessage: None,
            writeProgress: None,
            instanceResult: Some(result),
            indicationResult: None,
            classResult: None,
            streamedParameterResult: None,
        }
    }
}

type Acknowledge = Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>;

unsafe extern "C" fn result(
    _: *mut MI_Operation,
    context: *mut c_void,
    _: *const MI_Instance,
    more: MI_Boolean,
    _: MI_Result,
    _: *const MI_Char,
    _: *const MI_Instance,
    _: Acknowledge,
) {
    // SAFETY: the context is the `Client` that waits in `enumerate` until the last call.
    let client = unsafe { &mut *context.cast::<Client>() };
    (client.each)();
    if more == MI_FALSE {
        client.done.0.send(()).expect("the client waits");
    }
}

fn lifecycle(c: &mut Criterion) {
    c.bench_function("initialize and close", |b| b.iter(Application::open));
    let mut application = Application::open();
    c.bench_function("session and close", |b| b.iter(|| application.session()));
    let mut session = application.session();
    c.bench_function("look-up of a handle in a call", |b| b.iter(|| black_box(session.application())));
    c.bench_function("operation, get and close", |b| b.iter(|| close(drain(session.test_connection()))));
}

/// The same with many open beside it.
fn beside(c: &mut Criterion) {
    let mut application = Application::open();
    for open in [100, 10_000] {
        let sessions: Vec<Session> = (0..open).map(|_| application.session()).collect();
        c.bench_function(&format!("session and close, {open} open"), |b| b.iter(|| application.session()));
        drop(sessions);
        let mut session = application.session();
        let operations: Vec<_> = (0..open).map(|_| drain(session.test_connection())).collect();
        c.bench_function(&format!("operation, get and close, {open} open"), |b| {
            b.iter(|| close(drain(session.test_connection())));
        });
        operations.into_iter().for_each(close);
    }
    let applications: Vec<Application> = (0..4_000).map(|_| Application::open()).collect();
    c.bench_function("initialize and close, 4000 open", |b| b.iter(Application::open));
    drop(applications);
}

fn callbacks(c: &mut Criterion) {
    let mut application = Application::open();
    let mut session = application.session();
    let mut quiet = Client::new(|| {});
    c.bench_function("enumerate the processes", |b| b.iter(|| session.enumerate(PROCESSES, &mut quiet)));
    let mut handle = application.0;
    let mut closing = Client::new(move || {
        (0..100).for_each(|_| assert_eq!(close_application(&mut handle), MI_RESULT_FAILED));
    });
    // A refusal with its report is another matter: MI_LOG=off leaves the decision.
    if !log::enabled(log::Level::Refusal) {
        c.bench_function("100 refused closes", |b| b.iter(|| session.enumerate(SYSTEM, &mut closing)));
    }
}

fn short() -> Criterion {
    let (warm_up, measurement) = (Duration::from_millis(200), Duration::from_secs(1));
    Criterion::default().sample_size(20).warm_up_time(warm_up).measurement_time(measurement)
}

criterion_group! { name = benches; config = short(); targets = lifecycle, beside, callbacks }
criterion_main!(benches);
