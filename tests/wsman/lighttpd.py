"""lighttpd on a port of the system's choice, which is printed: lighttpd.py PROGRAM CONFIGURATION."""
import os
import socket
import sys

program, configuration = sys.argv[1:]
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(16)
port = listener.getsockname()[1]
# Its own socket is the one it is given, by systemd's protocol, only where both have the same address.
with open(configuration, 'a') as file:
    file.write('server.systemd-socket-activation = "enable"\nserver.bind = "127.0.0.1"\nserver.port = %d\n' % port)
print(port, flush=True)
os.dup2(listener.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
modules = os.path.join(os.path.dirname(os.path.dirname(program)), 'lib/lighttpd')
os.execv(program, [program, '-D', '-m', modules, '-f', configuration])
