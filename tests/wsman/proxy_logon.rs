//! Proxies that want a log-on of several legs.

use super::peer::{anonymous, credential, keys, text};
use super::peer_process::available;
use super::run::{Client, Outcome, run};
use super::server::{THING, answering};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions, OptionSet};
use mi::proto::Verb;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

thread_local! {
    /// Environment variables belong to the process; the session reads this test's through a function instead.
    static PROXY: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
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
        let with = |password| {
            let mut options = anonymous();
            let credential = credential(option, authentication, "proxyuser", password);
            options.list_mut().add_credential(credential).expect("added");
            asking(url.clone(), &server.url(), &mut options)
        };
        with("Proxy-Pass1").ok();
        let failed = with("not-Pass1");
        let error = failed.failure();
        assert_eq!(error.category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{error:?}");
        assert!(error.message.contains("NTLM: the server refused"), "{error:?}");
        assert!(!error.message.contains("not-Pass1"), "{error:?}");
        let none = asking(url.clone(), &server.url(), &mut anonymous());
        assert!(none.failure().message.contains(&format!("It offers: {scheme}")), "{:?}", none.error);
    }
}
