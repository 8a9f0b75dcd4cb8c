//! Protocol handlers behind one trait: `local` serves this machine in-process, `wsman` speaks to others.
//!
//! A handler opens a [`Connection`] per session; a connection starts an [`Exchange`] per operation; an exchange is
//! polled for [`Event`]s on a library thread and never calls the client itself. What the client has not
//! acknowledged is not polled for: that is the back-pressure.

pub mod http;
#[cfg(not(windows))]
pub mod local;
pub mod registry;
#[cfg(windows)]
pub mod wmi;
pub mod wql;
pub mod wsman;

use crate::cim::{Class, Error, Instance, Value};
use crate::options::{DestinationOptions, OperationOptions, SubscriptionOptions};
use crate::sync::{Mutex, lock};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// What the client asked for (one of the operations of `MI_SessionFT`).
pub struct Request {
    /// `/`-separated, without a machine name; None where the client gave none.
    pub namespace: Option<String>,
    /// `MI_OPERATIONFLAGS_*`.
    pub flags: u32,
    pub options: Arc<OperationOptions>,
    pub heard: Heard,
    pub verb: Verb,
}

/// Where a request goes that names no namespace, and is about nothing that lies in one: WMI's classes are there.
const DEFAULT_NAMESPACE: &str = "root/cimv2";

impl Request {
    /// The namespace: the request's, or the one of the instance that it is about.
    pub fn place(&self) -> String {
        let about = match &self.verb {
            Verb::GetInstance { instance }
            | Verb::ModifyInstance { instance }
            | Verb::CreateInstance { instance }
            | Verb::DeleteInstance { instance }
            | Verb::AssociatorInstances { instance, .. }
            | Verb::ReferenceInstances { instance, .. }
            | Verb::Invoke { instance: Some(instance), .. } => instance.view().namespace(),
            _ => None,
        };
        let places = [self.namespace.as_deref(), about.as_deref()];
        let given = places.into_iter().flatten().find(|place| !place.is_empty());
        given.unwrap_or(DEFAULT_NAMESPACE).to_owned()
    }
}

/// Which callbacks the client has besides the result's: a server need not send what nobody hears.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Heard {
    pub messages: bool,
    pub errors: bool,
    pub streams: bool,
    pub progress: bool,
    pub prompts: bool,
}

impl Heard {
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// The operation and its arguments. Instances are copies: the client's own are not touched after the call.
pub enum Verb {
    GetInstance {
        instance: Instance,
    },
    ModifyInstance {
        instance: Instance,
    },
    CreateInstance {
        instance: Instance,
    },
    DeleteInstance {
        instance: Instance,
    },
    Invoke {
        class: Option<String>,
        method: String,
        instance: Option<Instance>,
        parameters: Option<Instance>,
    },
    EnumerateInstances {
        class: String,
        keys_only: bool,
    },
    QueryInstances {
        dialect: String,
        expression: String,
    },
    AssociatorInstances {
        instance: Instance,
        association_class: Option<String>,
        result_class: Option<String>,
        role: Option<String>,
        result_role: Option<String>,
        keys_only: bool,
    },
    ReferenceInstances {
        instance: Instance,
        result_class: Option<String>,
        role: Option<String>,
        keys_only: bool,
    },
    Subscribe {
        dialect: Option<String>,
        expression: String,
        delivery: Option<Arc<SubscriptionOptions>>,
    },
    GetClass {
        class: String,
    },
    EnumerateClasses {
        class: Option<String>,
        names_only: bool,
    },
    TestConnection,
}

/// What an exchange reports. After [`Event::Final`] it is not polled again and is dropped.
pub enum Event {
    Instance(Instance),
    Class(Class),
    Indication {
        instance: Instance,
        bookmark: Option<String>,
        machine_id: Option<String>,
    },
    /// A streamed out-parameter of Invoke (arrays only).
    StreamedParameter {
        name: String,
        value: Value,
    },
    /// `channel`: `MI_WRITEMESSAGE_CHANNEL_*` or one of the provider's own.
    Message {
        channel: u32,
        text: String,
    },
    Progress {
        activity: String,
        operation: String,
        status: String,
        percent_complete: u32,
        seconds_remaining: u32,
    },
    /// A non-terminating error. `respond` is called with the client's answer before the next poll.
    Error(Error),
    /// A question to the user. `respond` is called with the answer before the next poll.
    Prompt {
        message: String,
        critical: bool,
    },
    /// The one final result.
    Final(Result<(), Error>),
}

/// An answer to [`Event::Error`] or [`Event::Prompt`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Response {
    No,
    Yes,
    NoToAll,
    YesToAll,
}

/// Why an exchange is cancelled (`MI_CancellationReason`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CancelReason {
    Client,
    Timeout,
    Shutdown,
}

/// One operation under way at the protocol's side. Polled by one thread at a time, from changing threads.
///
/// A poll may compute for a while (read /proc, build an instance) but never waits for another machine, a timer or
/// the client: for those it keeps the waker and answers `Pending`.
pub trait Exchange: Send {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event>;

    /// Whether polls may be made within the client's own calls, on its threads: they compute little, and leave nothing
    /// behind that keeps the library mapped.
    fn is_light(&self) -> bool {
        false
    }

    /// What a pending exchange waits for, where nobody sees to that unless the poller does. Asked after each poll that
    /// was `Pending`; other things may wake the waker nevertheless.
    fn awaited(&self) -> Option<Arc<dyn Awaited>> {
        None
    }

    /// The client's answer to the last [`Event::Error`] or [`Event::Prompt`].
    fn respond(&mut self, _response: Response) {}

    /// Called at most once. The runtime delivers the final result itself and drops the exchange right after:
    /// this is the place to tell the server, without waiting (release, unsubscribe).
    fn cancel(&mut self, _reason: CancelReason) {}

    /// A line for the close report about work that cannot be interrupted ("name look-up of host x"), if any.
    fn describe(&self) -> Option<String> {
        None
    }
}

/// Something of the system's (a socket) that an exchange waits for.
pub trait Awaited: Send + Sync {
    /// Wakes the waker when it has come.
    fn wake(&self, waker: &Waker);

    /// Waits on the calling thread until it has come, or the interrupt is raised; it may end early. False where that
    /// cannot be done here.
    fn block(&self, interrupt: &Interrupt) -> bool;
}

/// Ends the [`Awaited::block`] that it was given to, or else the next one: of one thread at a time.
#[derive(Default)]
pub struct Interrupt(Mutex<Raised>);

#[derive(Default)]
struct Raised {
    raised: bool,
    /// Ends what is under way.
    by: Option<Waker>,
}

impl Interrupt {
    pub fn raise(&self) {
        let mut state = lock(&self.0);
        state.raised = true;
        if let Some(by) = &state.by {
            by.wake_by_ref();
        }
    }

    /// For who blocks: `by` is woken from now on. False where it has been raised already.
    pub fn begin(&self, by: Waker) -> bool {
        let mut state = lock(&self.0);
        if !std::mem::take(&mut state.raised) {
            state.by = Some(by);
        }
        state.by.is_some()
    }

    /// Whether `by` was woken.
    pub fn end(&self) -> bool {
        let mut state = lock(&self.0);
        state.by = None;
        std::mem::take(&mut state.raised)
    }
}

/// What the exchanges of an application wait for, all at once: a library thread that has nothing else to do sees to it,
/// and the network thread only where none has.
pub trait Lookout: Send + Sync {
    /// Whether there is anything to look out for.
    fn is_there(&self) -> bool;

    /// Waits until something has come, or is interrupted; then calls `back`, and wakes whom it concerns. One thread at a
    /// time. False, and nothing was done, where it cannot be.
    fn look_out(&self, back: &dyn Fn()) -> bool;

    /// Ends what [`Lookout::look_out`] waits for, now or the next time.
    fn interrupt(&self);
}

/// A session's side of a protocol.
pub trait Connection: Send + Sync {
    /// Starts an operation. Errors are reported by the exchange's final event, so this cannot fail.
    fn start(&self, request: Request) -> Box<dyn Exchange>;
}

/// A protocol: makes connections. It does not touch the network: reachability shows at the first operation.
pub trait Handler: Send + Sync {
    fn connect(
        &self,
        destination: Option<&str>,
        options: &DestinationOptions,
        services: &Services,
    ) -> Result<Box<dyn Connection>, Error>;
}

/// Wakes a task at a time. Dropping the guard forgets the wake-up.
pub trait Timers: Send + Sync {
    fn wake_at(&self, when: Instant, waker: Waker) -> Box<dyn TimerGuard>;
}

pub trait TimerGuard: Send + Sync {}

/// What the runtime lends a protocol handler; one set per application.
#[derive(Clone)]
pub struct Services {
    pub timers: Arc<dyn Timers>,
    /// The application's network thread: made with the application, which starts no thread yet; `stop` ends and
    /// joins it when the application closes.
    pub network: Arc<http::Io>,
    /// Makes library threads, for protocols that have no other way than calls that block.
    pub threads: Arc<dyn http::ThreadSpawner>,
    /// An environment variable; None for all of them in a setuid or setcap host.
    pub variable: fn(&str) -> Option<String>,
}
