//! Proxies: asked to connect, with a log-on of one leg or several.

use super::peer::{keys, text, with_option};
use super::peer_process::available;
use super::run::{Client, Outcome, run};
use super::server::{THING, answering};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions};
use mi::proto::Verb;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A proxy that answers CONNECT with `status` and, on success, is a tunnel; counts what it was asked.
fn proxy(status: &'static str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a head");
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).expect("text");
            assert!(head.contains("Proxy-Authorization: Basic cHJveHk6c2VjcmV0\r\n"), "{head}");
            count.fetch_add(1, Ordering::SeqCst);
            let target = head.split(' ').nth(1).expect("a target").to_owned();
            stream.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).expect("answered");
            if status.starts_with('2') {
                tunnel(stream, TcpStream::connect(target).expect("the target"));
            }
        }
    });
    (port, asked)
}

fn tunnel(client: TcpStream, server: TcpStream) {
    let pairs = [(client.try_clone(), server.try_clone()), (Ok(server), Ok(client))];
    for (from, to) in pairs {
        let (mut from, mut to) = (from.expect("a socket"), to.expect("a socket"));
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Both);
        });
    }
}

thread_local! {
    /// Environment variables belong to the process; the session reads this test's through a function instead.
    static PROXY: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

fn through(url: String, destination: &str) -> Outcome {
    asking(url, destination, &mut DestinationOptions::default())
}

fn asking(url: String, destination: &str, options: &mut DestinationOptions) -> Outcome {
    PROXY.set(url);
    let mut client = Client::default();
    client.services.variable = |name| (name == "http_proxy").then(|| PROXY.with_borrow(String::clone));
    text(options, MI_DESTINATIONOPTIONS_PROXY_TYPE, MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO);
    let connection = client.connect(destination, options).expect("connects");
    let instance = keys("Thing", &[("Id", Value::Uint32(7))]);
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
}

#[test]
fn proxy_is_asked_to_connect_with_its_credentials() {
    let server = answering(THING);
    let (port, asked) = proxy("200 Connection established");
    through(format!("http://proxy:secret@127.0.0.1:{port}"), &server.url()).ok();
    assert!(asked.load(Ordering::SeqCst) >= 1);
    let (port, _) = proxy("407 Proxy Authentication Required");
    let failed = through(format!("http://proxy:secret@127.0.0.1:{port}"), &server.url());
    let error = failed.failure();
    assert!(error.message.contains("HTTP 407") && !error.message.contains("secret"), "{error:?}");
}

/// A proxy with another project's acceptor, for one scheme; its refusals have bodies.
struct Acceptor(Child, u16);

impl Drop for Acceptor {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const ACCEPTOR: &str = "
import base64, os, socket, sys, tempfile, threading
users = tempfile.NamedTemporaryFile('w', suffix='.users')
users.write(':proxyuser:Proxy-Pass1\\nWORKSTATION:proxyuser:Proxy-Pass1\\n')
users.flush()
os.environ['NTLM_USER_FILE'] = users.name
import spnego
scheme = sys.argv[1]
def refuse(client, token, chunked):
    body = b'<html>' + b'no' * 5000 + b'</html>'
    head = 'HTTP/1.1 407 Proxy Authentication Required\\r\\nProxy-Authenticate: ' + scheme + token + '\\r\\n'
    if chunked:
        head += 'Transfer-Encoding: chunked\\r\\n\\r\\n'
        body = b'%x\\r\\n%s\\r\\n0\\r\\n\\r\\n' % (len(body), body)
    else:
        head += 'Content-Length: %d\\r\\n\\r\\n' % len(body)
    client.sendall(head.encode() + body)
def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
def serve(client):
    reader, context, legs = client.makefile('rb'), None, 0
    while line := reader.readline():
        headers = {}
        while (field := reader.readline()).strip():
            name, _, value = field.decode().partition(':')
            headers[name.strip().lower()] = value.strip()
        legs += 1
        word, _, token = headers.get('proxy-authorization', '').partition(' ')
        if word.lower() != scheme.lower():
            refuse(client, '', legs % 2 == 0)
            continue
        try:
            context = context or spnego.server(protocol='ntlm' if scheme == 'NTLM' else 'negotiate')
            out = context.step(base64.b64decode(token))
        except Exception:
            context = None
            refuse(client, '', legs % 2 == 0)
            continue
        if not context.complete:
            refuse(client, ' ' + base64.b64encode(out).decode(), legs % 2 == 0)
            continue
        host, _, port = line.split()[1].decode().rpartition(':')
        server = socket.create_connection((host, int(port)))
        client.sendall(b'HTTP/1.1 200 Connected\\r\\n\\r\\n')
        threading.Thread(target=pump, args=(server, client), daemon=True).start()
        return pump(client, server)
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
";

fn acceptor(scheme: &str) -> Option<Acceptor> {
    let (python, _) = available()?;
    let mut child = Command::new(python)
        .args(["-c", ACCEPTOR, scheme])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the proxy starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a port");
    Some(Acceptor(child, line.trim().parse().expect("a port")))
}

#[test]
fn proxy_that_wants_negotiate_or_ntlm_gets_all_their_legs() {
    let server = answering(THING);
    let option = MI_DESTINATIONOPTIONS_PROXY_CREDENTIALS;
    for (scheme, authentication) in [
        ("Negotiate", Authentication::NegotiateWithCredentials),
        ("Negotiate", Authentication::Ntlm),
        ("NTLM", Authentication::Ntlm),
    ] {
        let Some(proxy) = acceptor(scheme) else { return };
        let url = format!("http://127.0.0.1:{}", proxy.1);
        let mut options = with_option(option, authentication, "proxyuser", "Proxy-Pass1");
        asking(url.clone(), &server.url(), &mut options).ok();
        let mut wrong = with_option(option, authentication, "proxyuser", "not-Pass1");
        let failed = asking(url.clone(), &server.url(), &mut wrong);
        let error = failed.failure();
        assert_eq!(error.category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{error:?}");
        assert!(error.message.contains("NTLM: the server refused"), "{error:?}");
        assert!(!error.message.contains("not-Pass1"), "{error:?}");
        let none = asking(url, &server.url(), &mut DestinationOptions::default());
        assert!(none.failure().message.contains(&format!("It offers: {scheme}")), "{:?}", none.error);
    }
}
