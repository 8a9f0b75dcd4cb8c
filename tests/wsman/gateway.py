"""A log-on in front of the independent server: terminated by another project's acceptor (pyspnego), passed on with Basic.

    gateway.py PORT USER PASSWORD CredSSP|Kerberos      prints the port it listens on

Strict about the encrypted multipart: with CredSSP one part for up to 16 KiB and several for more, each as long as it says.
Kerberos' tickets must be for RC4, whose messages are an octet longer than what is in them (RFC 1964 1.2.2.3).
"""

import base64
import http.client
import http.server
import socketserver
import struct
import sys

import spnego

SCHEME = sys.argv[4]
PROTOCOL = "application/HTTP-%s-session-encrypted" % SCHEME
MARK = b"--Encrypted Boundary"
RECORD = 16 * 1024 if SCHEME == "CredSSP" else 1 << 30
PADDING = b"" if SCHEME == "CredSSP" else b"\1"


def opened(context, content_type, body):
    """The message in an encrypted multipart, and the Content-Type it had."""
    pieces = body.split(MARK)
    if pieces[0] or pieces[-1] != b"--\r\n" or len(pieces) % 2:
        raise ValueError("the delimiters are wrong")
    message, kind = b"", None
    parts = list(zip(pieces[1:-1:2], pieces[2:-1:2]))
    multiple = "multipart/x-multi-encrypted" if len(parts) > 1 else "multipart/encrypted"
    if content_type != '%s;protocol="%s";boundary="Encrypted Boundary"' % (multiple, PROTOCOL):
        raise ValueError("the Content-Type is wrong: " + content_type)
    for lines, sealed in parts:
        lines = lines.decode().split("\r\n")
        lines = [line.lstrip("\t") for line in lines]
        if lines[:2] != ["", "Content-Type: " + PROTOCOL]:
            raise ValueError("the first line of a part is wrong: %r" % lines)
        kind, length = lines[2].removeprefix("OriginalContent: type=").rsplit(";Length=", 1)
        octets = sealed.replace(b"\t", b"", 1) if sealed.startswith(b"\r\n\t") else sealed
        octets = octets.removeprefix(b"\r\nContent-Type: application/octet-stream\r\n")
        (size,) = struct.unpack("<I", octets[:4])
        plain = context.unwrap_winrm(octets[4 : 4 + size], octets[4 + size :])
        if len(plain) != int(length) or len(plain) > RECORD:
            raise ValueError("a part is not as long as it says, or too long")
        if not plain.endswith(PADDING):
            raise ValueError("a part has no padding")
        message += plain[: len(plain) - len(PADDING)]
    if len(parts) != max(1, -(-len(message) // RECORD)):
        raise ValueError("too many parts")
    return message, kind


def sealed(context, message, kind):
    """A message as Windows answers it."""
    body = b""
    chunks = [message[at : at + RECORD] for at in range(0, len(message), RECORD)] or [b""]
    for chunk in chunks:
        wrapped = context.wrap_winrm(chunk)
        length = len(chunk) + wrapped.padding_length
        if wrapped.padding_length != len(PADDING):
            raise ValueError("the tickets are for another cipher")
        lines = "\r\n\tContent-Type: %s\r\n\tOriginalContent: type=%s;Length=%d\r\n" % (PROTOCOL, kind, length)
        body += MARK + lines.encode() + MARK + b"\r\n\tContent-Type: application/octet-stream\r\n"
        body += struct.pack("<I", len(wrapped.header)) + wrapped.header + wrapped.data
    multiple = "multipart/x-multi-encrypted" if len(chunks) > 1 else "multipart/encrypted"
    return '%s;protocol="%s";boundary="Encrypted Boundary"' % (multiple, PROTOCOL), body + MARK + b"--\r\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    context = None

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.context is None:
            self.context = spnego.server(hostname="localhost", service="http", protocol=SCHEME.lower())
        try:
            if not self.context.complete:
                return self.log_on(body)
            message, kind = opened(self.context, self.headers["Content-Type"], body)
        except Exception as error:  # as a server: whatever is wrong ends the connection
            self.close_connection = True
            return self.answer(400, body=str(error).encode())
        status, kind, answer = self.forward(message, kind)
        content_type, body = sealed(self.context, answer, kind)
        self.answer(status, [("Content-Type", content_type)], body)

    def log_on(self, body):
        if body:
            raise ValueError("a body in clear, before the log-on was complete")
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME:
            return self.answer(401, [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", SCHEME)])
        out = self.context.step(base64.b64decode(token)) or b""
        last = [("WWW-Authenticate", (SCHEME + " " + base64.b64encode(out).decode()).strip())]
        if self.context.complete:
            return self.answer(200, last if out else [])
        if not out:
            self.context = None
        self.answer(401, last)

    def forward(self, message, kind):
        user = base64.b64encode(":".join(sys.argv[2:4]).encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
        headers = {"Authorization": "Basic " + user, "Content-Type": kind}
        connection.request("POST", "/wsman", message, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
