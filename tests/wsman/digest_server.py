"""Digest by CherryPy's code, in front of another server: prints its port.

digest_server.py UPSTREAM_PORT ALGORITHM QOP STALE: the user is `user`, the password `Digest-Pass1`. The first STALE answers
with a right password are told that their nonce is too old.
"""
import http.client
import http.server
import sys

from cherrypy.lib import auth_digest

upstream, algorithm, qop, stale = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
REALM, KEY = 'a realm, "quoted"', 'key'
counts = {}
# It makes capitals of the name it reads, and then does not know its own.
auth_digest.valid_algorithms += ('MD5-SESS',)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def refuse(self, is_stale=False):
        header = auth_digest.www_authenticate(REALM, KEY, algorithm=algorithm, qop=qop, stale=is_stale)
        self.send_response(401)
        self.send_header('WWW-Authenticate', header)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def do_POST(self):
        global stale
        body = self.rfile.read(int(self.headers['Content-Length']))
        given = self.headers.get('Authorization')
        if given is None:
            return self.refuse()
        answer = auth_digest.HttpDigestAuthorization(given, 'POST')
        answer.algorithm = algorithm
        ha1 = auth_digest.md5_hex('user:%s:Digest-Pass1' % REALM)
        good = answer.validate_nonce(REALM, KEY) and answer.uri == self.path and answer.qop == qop
        if not good or answer.response != answer.request_digest(ha1, entity_body=body.decode()):
            return self.refuse()
        # A count that was used before is a replay.
        count = int(answer.nc, 16)
        if count <= counts.get((answer.nonce, answer.cnonce), 0):
            return self.refuse()
        counts[answer.nonce, answer.cnonce] = count
        if answer.is_nonce_stale(max_age_seconds=-1 if stale else 600):
            stale -= 1
            return self.refuse(True)
        relay = http.client.HTTPConnection('127.0.0.1', upstream)
        relay.request('POST', self.path, body, {'Content-Type': self.headers['Content-Type']})
        got = relay.getresponse()
        content = got.read()
        self.send_response(got.status)
        self.send_header('Content-Type', got.headers['Content-Type'])
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
