//! The methods that do something.

use super::exchange::Steps;
use super::invoke::{Given, argument};
use super::machine::load;
use super::machine::processes::{Parts, Process, Reader};
use crate::abi::*;
use crate::cim::{Error, Instance, Value};
use crate::proto::{Event, Response};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, kill_process, pidfd_open, pidfd_send_signal, test_kill_process,
};
use std::collections::VecDeque;
use std::task::{Poll, Waker};

/// MI_WRITEMESSAGE_CHANNEL_VERBOSE.
const VERBOSE: u32 = MI_WRITEMESSAGE_CHANNEL_VERBOSE;
/// Values of ReturnValue.
const DONE: u32 = 0;
const DECLINED: u32 = 2;

/// The instance that carries a method's results.
fn results(method: &str, values: Vec<(&str, Value)>) -> Result<Event, Error> {
    let mut out = Instance::dynamic(method)?;
    for (name, value) in values {
        out.add(name, value.as_ref(), MI_FLAG_OUT)?;
    }
    Ok(Event::Instance(out))
}

fn return_value(method: &str, value: u32) -> Result<Event, Error> {
    results(method, vec![("ReturnValue", Value::Uint32(value))])
}

fn verbose(text: String) -> Result<Event, Error> {
    Ok(Event::Message { channel: VERBOSE, text })
}

/// Events that are known from the start.
struct Script(VecDeque<Result<Event, Error>>);

impl Steps for Script {
    fn step(&mut self, _answer: Option<Response>, _waker: &Waker) -> Poll<Result<Event, Error>> {
        Poll::Ready(self.0.pop_front().unwrap_or(Ok(Event::Final(Ok(())))))
    }
}

fn script(events: impl IntoIterator<Item = Result<Event, Error>>) -> Result<Box<dyn Steps>, Error> {
    Ok(Box::new(Script(events.into_iter().collect())))
}

// ---- processes ------------------------------------------------------------------------------------------------------

/// A process that is held by a descriptor, so that what gets its number later is never meant.
struct Target {
    pid: Pid,
    name: String,
    start_ticks: u64,
    /// None where the kernel (before 5.3) or a sandbox does not give one.
    handle: Option<OwnedFd>,
}

impl Target {
    /// Neither the first process, nor this one, which the library must not end under its client.
    fn open(process: &Process) -> Result<Self, Error> {
        let number = process.pid;
        let pid = i32::try_from(number).ok().filter(|number| *number > 1).and_then(Pid::from_raw);
        let Some(pid) = pid.filter(|pid| *pid != rustix::process::getpid()) else {
            let message = format!("process {number} ({}) is not sent signals: it is {}", process.name, {
                if number <= 1 { "the first process" } else { "the calling process itself" }
            });
            return Err(
                Error::new(MI_RESULT_ACCESS_DENIED, message).with_category(MI_ERRORCATEGORY_ACCESS_DENIED)
            );
        };
        let what = format!("process {number} ({})", process.name);
        let handle = match pidfd_open(pid, PidfdFlags::empty()) {
            Ok(handle) => Some(handle),
            Err(Errno::NOSYS | Errno::PERM) => None,
            Err(reason) => return Err(refused(reason, &what)),
        };
        let target = Self { pid, name: process.name.clone(), start_ticks: process.start_ticks, handle };
        // The number may have gone to another process before it was held.
        if target.is_there() { Ok(target) } else { Err(refused(Errno::SRCH, &what)) }
    }

    fn is_there(&self) -> bool {
        let number = u32::try_from(self.pid.as_raw_pid()).unwrap_or(0);
        let now = Reader::default().read(number, Parts::NONE);
        now.is_some_and(|now| now.start_ticks == self.start_ticks)
    }

    fn what(&self) -> String {
        format!("process {} ({})", self.pid.as_raw_pid(), self.name)
    }

    fn send(&self, signal: Signal) -> Result<(), Error> {
        let sent = match &self.handle {
            Some(handle) => pidfd_send_signal(handle, signal),
            None if self.is_there() => kill_process(self.pid, signal),
            None => Err(Errno::SRCH),
        };
        sent.map_err(|reason| refused(reason, &self.what()))
    }
}

/// What the system says no to, as an error.
pub(super) fn refused(reason: Errno, what: &str) -> Error {
    let (result, category) = match reason {
        Errno::SRCH => (MI_RESULT_NOT_FOUND, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),
        Errno::PERM | Errno::ACCESS => (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_ACCESS_DENIED),
        Errno::NOSYS => (MI_RESULT_NOT_SUPPORTED, MI_ERRORCATEGORY_NOT_IMPLEMENTED),
        _ => (MI_RESULT_FAILED, MI_ERRORCATEGORY_NOT_SPECIFIED),
    };
    Error::new(result, format!("{what}: {reason}")).with_category(category)
}

/// Asks, then sends SIGTERM.
pub(super) fn terminate(process: &Process) -> Result<Box<dyn Steps>, Error> {
    Ok(Box::new(Terminate { target: Target::open(process)?, stage: Stage::Ask, outcome: DECLINED }))
}

enum Stage {
    Ask,
    Act,
    Report,
    End,
}

struct Terminate {
    target: Target,
    stage: Stage,
    outcome: u32,
}

impl Steps for Terminate {
    fn step(&mut self, answer: Option<Response>, _waker: &Waker) -> Poll<Result<Event, Error>> {
        Poll::Ready(match self.stage {
            Stage::Ask => {
                self.stage = Stage::Act;
                Ok(question(&self.target, true))
            }
            Stage::Act => {
                self.stage = Stage::Report;
                if !agrees(answer) {
                    verbose(format!("{} is left alone", self.target.what()))
                } else {
                    self.outcome = DONE;
                    self.target.send(Signal::TERM).and_then(|()| verbose(sent(&self.target)))
                }
            }
            Stage::Report => {
                self.stage = Stage::End;
                return_value("Terminate", self.outcome)
            }
            Stage::End => Ok(Event::Final(Ok(()))),
        })
    }
}

fn question(target: &Target, critical: bool) -> Event {
    Event::Prompt { message: format!("terminate {}?", target.what()), critical }
}

fn sent(target: &Target) -> String {
    format!("SIGTERM was sent to {}", target.what())
}

/// Without an answer nobody objects.
fn agrees(answer: Option<Response>) -> bool {
    !matches!(answer, Some(Response::No | Response::NoToAll))
}

pub(super) fn send_signal(process: &Process, given: &Given) -> Result<Box<dyn Steps>, Error> {
    let number = given.get("Signal").and_then(|value| value.as_ref().as_integer()).unwrap_or(-1);
    if number == 0 {
        let pid = i32::try_from(process.pid).ok().and_then(Pid::from_raw);
        let what = format!("process {} ({})", process.pid, process.name);
        let pid = pid.ok_or_else(|| refused(Errno::SRCH, &what))?;
        test_kill_process(pid).map_err(|reason| refused(reason, &what))?;
        return script([return_value("SendSignal", DONE)]);
    }
    let Some(signal) = i32::try_from(number).ok().and_then(Signal::from_named_raw) else {
        return Err(argument(format!("Signal must be a number from 0 to 31, not {number}")));
    };
    let target = Target::open(process)?;
    target.send(signal)?;
    script([
        verbose(format!("signal {number} was sent to {}", target.what())),
        return_value("SendSignal", DONE),
    ])
}

/// Asks about each process and sends it SIGTERM. What fails is reported and the rest goes on, unless the client says
/// no to that.
pub(super) fn terminate_processes(given: &Given) -> Result<Box<dyn Steps>, Error> {
    /// More at once is surely a mistake.
    const MOST: usize = 1024;
    let Some(Value::StringArray(handles)) = given.get("Handles") else {
        return Err(argument("Handles must be an array of strings"));
    };
    if handles.len() > MOST {
        return Err(argument(format!("at most {MOST} Handles can be given at once")));
    }
    Ok(Box::new(TerminateAll {
        count: handles.len(),
        handles: handles.iter().cloned().collect(),
        current: None,
        asked: Asked::Nothing,
        all: None,
        terminated: Vec::new(),
        failed: 0,
        closing: None,
    }))
}

/// What the client was asked last.
enum Asked {
    Nothing,
    ToTerminate,
    ToGoOn,
}

struct TerminateAll {
    count: usize,
    handles: VecDeque<String>,
    current: Option<Target>,
    asked: Asked,
    /// The client's answer for everything that follows.
    all: Option<bool>,
    terminated: Vec<String>,
    failed: u32,
    /// The last events, once everything is done.
    closing: Option<VecDeque<Result<Event, Error>>>,
}

impl TerminateAll {
    const METHOD: &str = "TerminateProcesses";

    fn heed(&mut self, answer: Option<Response>) -> Option<Result<Event, Error>> {
        match std::mem::replace(&mut self.asked, Asked::Nothing) {
            Asked::Nothing => None,
            Asked::ToGoOn => {
                if !agrees(answer) {
                    self.handles.clear();
                }
                None
            }
            Asked::ToTerminate => {
                match answer {
                    Some(Response::YesToAll) => self.all = Some(true),
                    Some(Response::NoToAll) => self.all = Some(false),
                    _ => {}
                }
                self.act(agrees(answer))
            }
        }
    }

    fn act(&mut self, agreed: bool) -> Option<Result<Event, Error>> {
        let target = self.current.take()?;
        if !agreed {
            return Some(verbose(format!("{} is left alone", target.what())));
        }
        match target.send(Signal::TERM) {
            Ok(()) => {
                self.terminated.push(target.pid.as_raw_pid().to_string());
                Some(verbose(sent(&target)))
            }
            Err(error) => Some(self.failure(error)),
        }
    }

    fn failure(&mut self, error: Error) -> Result<Event, Error> {
        self.failed += 1;
        self.asked = Asked::ToGoOn;
        Ok(Event::Error(error))
    }

    /// Opens the next process; the event is progress, a question or an error.
    fn open_next(&mut self) -> Option<Result<Event, Error>> {
        let handle = self.handles.pop_front()?;
        let number = handle.parse::<u32>().ok();
        let process = number.and_then(|number| Reader::default().read(number, Parts::NONE));
        let missing = || refused(Errno::SRCH, &format!("process {handle}"));
        match process.ok_or_else(missing).and_then(|process| Target::open(&process)) {
            Ok(target) => {
                self.current = Some(target);
                let done = self.count - self.handles.len() - 1;
                Some(Ok(progress(Self::METHOD, &handle, done, self.count)))
            }
            Err(error) => Some(self.failure(error)),
        }
    }

    fn close(&mut self) -> Result<Event, Error> {
        let terminated = std::mem::take(&mut self.terminated);
        let failed = self.failed;
        let closing = self.closing.get_or_insert_with(|| {
            let value = Value::StringArray(terminated);
            let streamed = Event::StreamedParameter { name: "Terminated".to_owned(), value };
            VecDeque::from([Ok(streamed), return_value(Self::METHOD, failed)])
        });
        closing.pop_front().unwrap_or(Ok(Event::Final(Ok(()))))
    }
}

impl Steps for TerminateAll {
    fn step(&mut self, answer: Option<Response>, _waker: &Waker) -> Poll<Result<Event, Error>> {
        if let Some(event) = self.heed(answer) {
            return Poll::Ready(event);
        }
        if let Some(target) = &self.current {
            let event = match self.all {
                Some(agreed) => self.act(agreed),
                None => {
                    self.asked = Asked::ToTerminate;
                    // A regular one: whoever names processes one by one may be asked to confirm each, or not at all.
                    Some(Ok(question(target, false)))
                }
            };
            if let Some(event) = event {
                return Poll::Ready(event);
            }
        }
        Poll::Ready(match self.open_next() {
            Some(event) => event,
            None => self.close(),
        })
    }
}

fn progress(activity: &str, status: &str, done: usize, of: usize) -> Event {
    let percent = (done * 100).checked_div(of).unwrap_or(100);
    Event::Progress {
        activity: activity.to_owned(),
        operation: activity.to_owned(),
        status: status.to_owned(),
        percent_complete: u32::try_from(percent).unwrap_or(100),
        seconds_remaining: u32::MAX,
    }
}

// ---- load -----------------------------------------------------------------------------------------------------------

/// Three averages, as out-parameters or streamed.
pub(super) fn get_load(given: &Given) -> Result<Box<dyn Steps>, Error> {
    const METHOD: &str = "GetLoad";
    let stream = matches!(given.get("Stream"), Some(Value::Boolean(true)));
    let Some(averages) = load::averages() else {
        return Err(Error::new(MI_RESULT_FAILED, "the system does not tell its load")
            .with_category(MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE));
    };
    let minutes = Value::Uint32Array(load::SPANS.to_vec());
    let load = Value::Real64Array(averages.to_vec());
    let mut events =
        vec![verbose("the load averages were read".to_owned()), Ok(progress(METHOD, "read", 1, 2))];
    if stream {
        for (name, value) in [("Minutes", minutes), ("Load", load)] {
            events.push(Ok(Event::StreamedParameter { name: name.to_owned(), value }));
        }
        events.push(return_value(METHOD, DONE));
    } else {
        let done = ("ReturnValue", Value::Uint32(DONE));
        events.push(results(METHOD, vec![done, ("Minutes", minutes), ("Load", load)]));
    }
    script(events)
}
