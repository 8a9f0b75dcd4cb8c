//! A server that says exactly what a test tells it to, byte for byte, on a port of its own.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub head: String,
    pub body: String,
}

impl Received {
    /// The text of an element, by its qualified name.
    pub fn element(&self, tag: &str) -> Option<&str> {
        let start = self.body.find(&format!("<{tag}"))?;
        let rest = &self.body[start..];
        let content = &rest[rest.find('>')? + 1..];
        content.split('<').next()
    }

    pub fn action(&self) -> &str {
        let action = self.element("a:Action").unwrap_or("");
        action.rsplit('/').next().unwrap_or(action)
    }
}

/// What the server does with a request.
pub enum Reply {
    /// HTTP 200 and this envelope body; action and RelatesTo are right.
    Body(String),
    /// HTTP 500 and this fault.
    Fault(String),
    /// Bytes as they are; the connection stays.
    Raw(Vec<u8>),
    /// Bytes as they are, then the end of the connection.
    RawEnd(Vec<u8>),
    /// Nothing, for ever.
    Hang,
    /// This byte again and again, slowly.
    Drip(Vec<u8>),
    Reset,
    /// Whatever this writes; the connection stays.
    Live(Box<dyn FnOnce(&mut TcpStream) + Send>),
}

/// One descriptor for each connection of a large test.
#[cfg(unix)]
pub fn raise_descriptor_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).expect("the soft limit can be raised");
}

type Script = dyn Fn(usize, &Received) -> Reply + Send + Sync;

pub struct Server {
    pub port: u16,
    pub received: Arc<Mutex<Vec<Received>>>,
    pub connections: Arc<AtomicUsize>,
    /// Connections that are open.
    pub open: Arc<AtomicUsize>,
    /// Reads from sockets that found something.
    pub reads: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Server {
    /// `script` is called with the number of the request and the request.
    pub fn start(script: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Server {
            port,
            received: Arc::default(),
            connections: Arc::default(),
            open: Arc::default(),
            reads: Arc::default(),
            stop: Arc::default(),
        };
        let (received, stop, connections, reads) =
            (server.received.clone(), server.stop.clone(), server.connections.clone(), server.reads.clone());
        let open = server.open.clone();
        let script: Arc<Script> = Arc::new(script);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                connections.fetch_add(1, Ordering::SeqCst);
                open.fetch_add(1, Ordering::SeqCst);
                let (received, stop, script, reads) =
                    (received.clone(), stop.clone(), script.clone(), reads.clone());
                let open = open.clone();
                std::thread::spawn(move || {
                    serve(stream.expect("a connection"), &received, &reads, &stop, &*script);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The first request with this action, when it has come.
    pub fn first(&self, action: &str) -> Option<Received> {
        self.received.lock().expect("unpoisoned").iter().find(|one| one.action() == action).cloned()
    }

    pub fn actions(&self) -> Vec<String> {
        self.received.lock().expect("unpoisoned").iter().map(|one| one.action().to_owned()).collect()
    }
}

fn serve(
    mut stream: TcpStream,
    received: &Mutex<Vec<Received>>,
    reads: &AtomicUsize,
    stop: &AtomicBool,
    script: &Script,
) {
    while let Some(request) = read(&mut stream, reads) {
        let number = {
            let mut all = received.lock().expect("unpoisoned");
            all.push(request.clone());
            all.len() - 1
        };
        let done = match script(number, &request) {
            Reply::Body(body) => stream.write_all(&http(200, &envelope(&request, &body))).is_err(),
            Reply::Fault(body) => stream.write_all(&http(500, &envelope(&request, &body))).is_err(),
            Reply::Raw(bytes) => stream.write_all(&bytes).is_err(),
            Reply::RawEnd(bytes) => {
                let _ = stream.write_all(&bytes);
                let _ = stream.shutdown(Shutdown::Both);
                true
            }
            Reply::Hang => {
                // Until the client goes.
                let _ = stream.read(&mut [0; 1]);
                true
            }
            Reply::Drip(bytes) => {
                while !stop.load(Ordering::SeqCst) && stream.write_all(&bytes).is_ok() {
                    std::thread::sleep(Duration::from_millis(20));
                }
                true
            }
            Reply::Live(write) => {
                write(&mut stream);
                false
            }
            Reply::Reset => {
                let socket = socket2::SockRef::from(&stream);
                let _ = socket.set_linger(Some(Duration::ZERO));
                true
            }
        };
        if done {
            return;
        }
    }
}

fn read(stream: &mut TcpStream, reads: &AtomicUsize) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let body = &bytes[end + 4..end + 4 + length];
                let body = match body {
                    [0xff, 0xfe, rest @ ..] => {
                        let units: Vec<u16> =
                            rest.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                        String::from_utf16_lossy(&units)
                    }
                    _ => String::from_utf8_lossy(body).into_owned(),
                };
                return Some(Received { head, body });
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(count) => {
                reads.fetch_add(1, Ordering::SeqCst);
                bytes.extend_from_slice(&chunk[..count]);
            }
        }
    }
}

/// An answer's envelope, as servers write it.
pub fn envelope(request: &Received, body: &str) -> String {
    let action = request.element("a:Action").unwrap_or("");
    let id = request.element("a:MessageID").unwrap_or("");
    let action = if body.contains("<s:Fault>") {
        "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault".to_owned()
    } else {
        format!("{action}Response")
    };
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" \
         xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
         xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\" \
         xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\" \
         xmlns:x=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header><a:Action>{action}</a:Action>\
         <a:RelatesTo>{id}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// The head of a chunked answer.
pub fn chunked() -> Vec<u8> {
    b"HTTP/1.1 200 X\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()
}

/// One chunk; an empty one ends the answer.
pub fn chunk(text: &str) -> Vec<u8> {
    format!("{:x}\r\n{text}\r\n", text.len()).into_bytes()
}

/// A whole HTTP answer.
pub fn http(status: u16, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub const THING: &str =
    "<p:Thing xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Thing\"><p:Id>7</p:Id></p:Thing>";

/// A server without class declarations that answers everything else with `body`.
pub fn answering(body: &'static str) -> Server {
    Server::start(move |_, request| if is_schema(request) { no_schema() } else { Reply::Body(body.into()) })
}

pub fn is_schema(request: &Received) -> bool {
    request.element("w:ResourceURI").is_some_and(|uri| uri.contains("cim-xml"))
}

pub fn no_schema() -> Reply {
    Reply::Fault(fault("s:Sender", "a:DestinationUnreachable", "No schema here.", ""))
}

pub fn fault(code: &str, subcode: &str, reason: &str, detail: &str) -> String {
    format!(
        "<s:Fault><s:Code><s:Value>{code}</s:Value><s:Subcode><s:Value>{subcode}</s:Value></s:Subcode></s:Code>\
         <s:Reason><s:Text xml:lang=\"en-US\">{reason}</s:Text></s:Reason><s:Detail>{detail}</s:Detail></s:Fault>"
    )
}
