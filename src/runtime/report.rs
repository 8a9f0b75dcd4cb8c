//! What a close reports: who holds what, as a tree from the application down, and what would end the wait.

use super::application::Application;
use super::closing::{NodeId, Refusal};
use super::diagnostics::{Diagnostic, Entry, Outcome, Subject};
use super::log::{self, Level};
use super::opened::{Opened, Refusals};
use super::operation::Operation;
use super::process::Process;
use super::session::Session;
use super::{scope, thread};
use crate::sync::lock;
use std::time::Duration;

/// How many operations of one session are listed; the rest is counted.
const LISTED: usize = 50;

/// A close did not happen: remembered for the calling thread, and logged.
pub fn record(process: &Process, node: NodeId, call: &'static str, outcome: Outcome) {
    let mut diagnostic = Diagnostic { thread: thread::current_id(), call, outcome, entries: Vec::new() };
    if log::enabled(Level::Refusal) {
        diagnostic.entries = entries(process, node, headline(call, outcome), remedy(outcome));
        log::write(Level::Refusal, &diagnostic.text());
    }
    lock(&process.diagnostics).push(diagnostic);
}

/// A close has been waiting for long; it goes on.
pub fn stuck(process: &Process, node: NodeId, call: &'static str, waited: Duration) {
    if !log::enabled(Level::Refusal) {
        return;
    }
    let headline = format!("{call} has been waiting for {} ms for:", waited.as_millis());
    let remedy =
        "What would end the wait: acknowledge and close every operation listed, close every session.";
    let entries = entries(process, node, headline, remedy);
    let diagnostic = Diagnostic { thread: 0, call, outcome: Outcome::TimedOut, entries };
    log::write(Level::Refusal, &diagnostic.text());
}

/// One line on what became of the call. The lists of a diagnostic that was not logged start with it, too.
pub fn headline(call: &str, outcome: Outcome) -> String {
    let why = match outcome {
        Outcome::Refused(refusal) => return format!("{call} refused: {}.", reason(refusal)),
        Outcome::TimedOut => "gave up: MI_CLOSE_TIMEOUT_MS is over. The object stays closing",
        Outcome::NobodyLeft => "gave up: no thread is left that could end the wait. The object stays closing",
    };
    format!("{call} {why}.")
}

fn reason(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::InCallback => {
            "it was called inside a callback of this library, and would wait for that callback"
        }
        Refusal::InOwnCallback => "it was called inside a callback of the very object, and would wait for it",
        Refusal::Cycle => "it would wait for a callback whose thread waits, in turn, for this one",
        Refusal::NoThread => "it would block a callback, and no further thread can be made to run the others",
        Refusal::NobodyLeft => "no thread and no callback is left that could end the wait",
        Refusal::Loader => "the caller holds the loader's lock, and threads need it to end",
    }
}

/// What would end the wait, or make the call possible.
pub fn remedy(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Refused(Refusal::InCallback) => {
            "What to do: return from the callback and close on another thread, or call MIX_Application_CloseAsync."
        }
        Outcome::Refused(Refusal::InOwnCallback | Refusal::Cycle | Refusal::NoThread) => {
            "What to do: return from the callback first, or give MI_Session_Close a completion callback."
        }
        Outcome::Refused(Refusal::Loader) => {
            "What to do: close before the DLL is unloaded, outside of DllMain and of static destructors."
        }
        Outcome::Refused(Refusal::NobodyLeft) | Outcome::NobodyLeft => {
            "What to do: close the operations and sessions listed, then close again."
        }
        Outcome::TimedOut => {
            "What to do: acknowledge and close what is listed, then call the same close again."
        }
    }
}

struct Tree(Vec<Entry>);

impl Tree {
    fn add(&mut self, depth: usize, subject: Subject, thread: u64, age_ms: u64, text: String) {
        self.0.push(Entry { depth, subject, thread, age_ms, text });
    }

    fn refused(&mut self, depth: usize, refusals: &Refusals) {
        for refused in refusals.all() {
            let age = refused.when.elapsed().as_millis() as u64;
            let place = refused.callback.map_or(String::new(), |name| format!(" in callback {name}"));
            let text = format!(
                "{} was refused {age} ms ago on thread {}{place} and has not been repeated",
                refused.call, refused.thread
            );
            self.add(depth, Subject::RefusedClose, refused.thread, age, text);
        }
    }

    fn application(&mut self, application: &Application) {
        let id = if application.id.is_empty() { String::new() } else { format!(" \"{}\"", application.id) };
        let text = format!("application{id}, {}", opened(&application.opened));
        let (thread, age) = (application.opened.thread, application.opened.age_ms());
        self.add(1, Subject::Application, thread, age, text);
        self.refused(2, &application.refusals);
    }

    fn session(&mut self, session: &Session) {
        let destination = session.destination.as_deref().unwrap_or("this machine");
        let text = format!("session {} to {destination}, {}", session.protocol, opened(&session.opened));
        self.add(2, Subject::Session, session.opened.thread, session.opened.age_ms(), text);
        self.refused(3, &session.refusals);
        let operations = session.operations();
        for operation in operations.iter().take(LISTED) {
            self.operation(operation);
        }
        if operations.len() > LISTED {
            let text = format!("and {} operations more", operations.len() - LISTED);
            self.add(3, Subject::Operation, 0, 0, text);
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let portrait = operation.portrait();
        let age = operation.started.elapsed().as_millis() as u64;
        let text = format!(
            "operation {}, {age} ms old, {} results delivered: {}",
            operation.label, portrait.results, portrait.state
        );
        self.add(3, Subject::Operation, portrait.thread, age, text);
        if let Some(work) = portrait.own_work {
            self.add(4, Subject::OwnWork, 0, age, work);
        }
    }
}

fn entries(process: &Process, node: NodeId, headline: String, remedy: &str) -> Vec<Entry> {
    let mut tree = Tree(Vec::new());
    tree.add(0, Subject::Headline, thread::current_id(), 0, headline);
    for call in scope::calls() {
        let text = format!("on thread {}, inside the callback {}", thread::current_id(), call.name);
        tree.add(1, Subject::Callback, thread::current_id(), 0, text);
    }
    for application in process.applications() {
        let whole = application.node == node;
        let sessions: Vec<_> =
            application.sessions().into_iter().filter(|session| whole || session.node == node).collect();
        if whole || !sessions.is_empty() {
            tree.application(&application);
            sessions.iter().for_each(|session| tree.session(session));
        }
    }
    tree.add(0, Subject::Remedy, 0, 0, remedy.to_owned());
    tree.0
}

fn opened(opened: &Opened) -> String {
    let place = place(opened.place).map_or(String::new(), |place| format!(" at {place}"));
    format!("opened {} ms ago on thread {}{place}", opened.age_ms(), opened.thread)
}

/// An address as `file+offset`. From the memory map: the dynamic loader's own tables are behind its lock.
fn place(address: usize) -> Option<String> {
    let maps = if address == 0 { return None } else { std::fs::read_to_string("/proc/self/maps").ok()? };
    maps.lines().find_map(|line| {
        let mut fields = line.split_whitespace();
        let (start, end) = fields.next()?.split_once('-')?;
        let start = usize::from_str_radix(start, 16).ok()?;
        let inside = (start..usize::from_str_radix(end, 16).ok()?).contains(&address);
        let offset = usize::from_str_radix(fields.nth(1)?, 16).ok()?;
        let file = fields.nth(2).unwrap_or("?");
        inside.then(|| format!("{file}+{:#x}", address - start + offset))
    })
}
