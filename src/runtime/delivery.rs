//! What an operation hands to its client: results, and the trait over the client's callbacks.

use super::closing::Frame;
use crate::abi::{MI_RESULT_OK, MI_Result};
use crate::cim::{Class, Error, Instance, MiString};
use crate::handle::Key;
use crate::proto::{Heard, Response};

/// The object of a result.
pub enum Object {
    None,
    Instance(Instance),
    Class(Class),
    Indication { instance: Instance, bookmark: Option<MiString>, machine_id: Option<MiString> },
}

/// One result, as callbacks and getters hand it out. Its memory is the client's to read until the acknowledgement,
/// or until the next Get or the Close.
pub struct Delivery {
    pub object: Object,
    pub more: bool,
    pub result: MI_Result,
    pub message: Option<MiString>,
    pub details: Option<Instance>,
}

impl Delivery {
    pub fn object(object: Object, more: bool) -> Delivery {
        Delivery { object, more, result: MI_RESULT_OK, message: None, details: None }
    }

    /// The final result of an operation that failed.
    pub fn failed(error: &Error) -> Delivery {
        Delivery {
            object: Object::None,
            more: false,
            result: error.result,
            message: Some(MiString::from(error.message.as_str())),
            details: error.to_instance().ok(),
        }
    }
}

/// Which result callback makes the operation asynchronous, and which getter serves it otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Instance,
    Class,
    Indication,
}

/// Where a call comes from: the handle it is given, and what it holds while it runs.
#[derive(Clone, Copy)]
pub struct Site {
    pub key: Key,
    pub frame: Frame,
    pub application: Key,
}

/// A client's callbacks for one operation. Every call is made inside [`super::scope::enter`].
pub trait Client: Send + Sync {
    /// Results are delivered by callback.
    fn is_asynchronous(&self) -> bool;
    /// The address of the handle struct that callbacks are given: closing through it must leave it readable.
    fn lent_handle(&self) -> usize;
    /// The callbacks besides the result's that are set.
    fn heard(&self) -> Heard;
    /// `acknowledge`: the client calls the acknowledgement; otherwise its return is one.
    fn result(&self, site: Site, delivery: &Delivery, acknowledge: bool);
    /// This and the two with a question answer false where the client has no such callback.
    /// `holder`'s one element is the value.
    fn streamed_parameter(&self, site: Site, name: &MiString, holder: &Instance, acknowledge: bool) -> bool;
    fn write_message(&self, site: Site, channel: u32, text: &MiString);
    fn write_progress(&self, site: Site, texts: [&MiString; 3], percent: u32, seconds: u32);
    /// `respond`: the client calls the response function.
    fn write_error(&self, site: Site, error: &Instance, respond: bool) -> bool;
    fn prompt_user(&self, site: Site, message: &MiString, critical: bool, respond: bool) -> bool;
}

/// What a client owes an operation before it goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owed {
    Acknowledgement,
    Response(Question),
}

/// What a client is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// Whether to do it.
    Prompt,
    /// Whether to go on after an error.
    Error,
}

/// The client's answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Acknowledged,
    Responded(Response),
}
