//! A server that answers from memory: `Test_Bulk`, its instances page by page, its declaration.

use super::server::{Received, Reply, Server, fault};
use std::fmt::Write;
use std::sync::{Arc, Condvar, Mutex};

/// Instances of a page: just below the 500 KiB that clients ask for.
pub const PAGE: usize = 500;

const PROPERTIES: [(&str, &str); 14] = [
    ("Id", "uint32"),
    ("Name", "string"),
    ("Caption", "string"),
    ("Description", "string"),
    ("Enabled", "boolean"),
    ("Size", "uint64"),
    ("Load", "uint16"),
    ("Delta", "sint32"),
    ("Ratio", "real64"),
    ("Status", "string"),
    ("Created", "datetime"),
    ("Uptime", "datetime"),
    ("Tags", "string[]"),
    ("Owner", "string"),
];

/// Something that threads wait for.
#[derive(Default)]
pub struct Gate {
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    pub fn open(&self) {
        self.state.lock().expect("unpoisoned").1 = true;
        self.changed.notify_all();
    }

    /// Waits until it is open; it also opens when `count` wait.
    pub fn pass(&self, count: usize) {
        let mut state = self.state.lock().expect("unpoisoned");
        state.0 += 1;
        if state.0 >= count {
            state.1 = true;
            self.changed.notify_all();
        }
        drop(self.changed.wait_while(state, |state| !state.1).expect("unpoisoned"));
    }
}

/// What the server does besides answering.
#[derive(Clone, Default)]
pub struct Behaviour {
    /// Instances in all.
    pub instances: usize,
    /// An Enumerate is answered when so many are waiting for it.
    pub together: usize,
    /// The first Pull is answered when this is open.
    pub second_page: Option<Arc<Gate>>,
}

pub fn start(behaviour: Behaviour) -> Server {
    let items = items(PAGE);
    let gate = Gate::default();
    Server::start(move |_, request| answer(&behaviour, &items, &gate, request))
}

fn answer(behaviour: &Behaviour, items: &[String], gate: &Gate, request: &Received) -> Reply {
    match request.action() {
        "Get" if super::server::is_schema(request) => Reply::Body(declaration()),
        "Get" => Reply::Body(items[1].clone()),
        "Enumerate" => {
            if behaviour.together > 0 {
                gate.pass(behaviour.together);
            }
            Reply::Body(page("Enumerate", "w", items, 0, behaviour.instances))
        }
        "Pull" => {
            if let Some(gate) = &behaviour.second_page {
                gate.pass(usize::MAX);
            }
            let from = request.element("n:EnumerationContext").and_then(|context| context.parse().ok());
            Reply::Body(page("Pull", "n", items, from.unwrap_or(0), behaviour.instances))
        }
        _ => Reply::Fault(fault("s:Sender", "a:ActionNotSupported", "Not here.", "")),
    }
}

/// The instances from number `from` on; the context is the number of the next one.
fn page(action: &str, prefix: &str, items: &[String], from: usize, all: usize) -> String {
    let count = items.len().min(all.saturating_sub(from));
    let next = from + count;
    let mut page = format!("<n:{action}Response>");
    if next < all {
        let _ = write!(page, "<n:EnumerationContext>{next}</n:EnumerationContext>");
    }
    let _ = write!(page, "<{prefix}:Items>");
    page.extend(items[..count].iter().map(String::as_str));
    let _ = write!(page, "</{prefix}:Items>");
    if next >= all {
        let _ = write!(page, "<{prefix}:EndOfSequence/>");
    }
    let _ = write!(page, "</n:{action}Response>");
    page
}

fn items(count: usize) -> Vec<String> {
    (0..count).map(item).collect()
}

/// About 910 bytes of 14 properties, as Windows writes an instance; every tenth has one that is NULL.
fn item(id: usize) -> String {
    let description = match id % 10 {
        0 => "<p:Description xsi:nil=\"true\"/>".to_owned(),
        _ => {
            format!("<p:Description>Number &lt;{id}&gt; &amp; \u{e9}\u{e8} \u{65e5}\u{672c}</p:Description>")
        }
    };
    format!(
        "<p:Test_Bulk xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Test_Bulk\" \
         xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\" xsi:type=\"p:Test_Bulk_Type\" \
         xml:lang=\"en-US\"><p:Caption>Number {id} of the instances of the bulk class</p:Caption>\
         <p:Created><cim:Datetime>2024-01-31T{:02}:{:02}:{:02}.{id:06}+01:00</cim:Datetime></p:Created>\
         <p:Delta>-{id}</p:Delta>{description}<p:Enabled>{}</p:Enabled><p:Id>{id}</p:Id>\
         <p:Load>{}</p:Load><p:Name>bulk-{id:07}</p:Name><p:Owner>DOMAIN\\user{}</p:Owner>\
         <p:Ratio>{:?}</p:Ratio><p:Size>{}</p:Size><p:Status>OK</p:Status><p:Tags>t{}</p:Tags>\
         <p:Tags>all</p:Tags><p:Uptime><cim:Interval>P{}DT{}H0M0S</cim:Interval></p:Uptime></p:Test_Bulk>",
        id % 24,
        id % 60,
        id % 59,
        id.is_multiple_of(2),
        id % 101,
        id % 50,
        id as f64 / 7.0,
        id * 4096,
        id % 5,
        id % 1000,
        id % 24,
    )
}

/// In CIM-XML (DSP0201), as it is asked for.
fn declaration() -> String {
    let mut text = String::from("<CLASS NAME=\"Test_Bulk\" DERIVATION=\"\">");
    for (name, ty) in PROPERTIES {
        let (element, ty) = match ty.strip_suffix("[]") {
            Some(ty) => ("PROPERTY.ARRAY", ty),
            None => ("PROPERTY", ty),
        };
        let key = if name == "Id" {
            "<QUALIFIER NAME=\"key\" TYPE=\"boolean\"><VALUE>true</VALUE></QUALIFIER>"
        } else {
            ""
        };
        let _ = write!(text, "<{element} NAME=\"{name}\" TYPE=\"{ty}\">{key}</{element}>");
    }
    text + "</CLASS>"
}
