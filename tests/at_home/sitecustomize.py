"""The tests stay at home: whoever asks another machine for anything, or for its name, is stopped.

Python imports this by itself in every process whose PYTHONPATH leads here: the tests' own, and the web server, worker
and commands that they start. Libraries in C (PostgreSQL's) and the browser are not met here; they are told addresses
of this machine only, and the browser's requests are watched in `tests/browsing.py`.
"""

import socket
import sys

HERE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "", None, socket.gethostname()})
#: Event of the interpreter → which of its arguments says whom it is about.
ASKED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


class OutboundConnection(BaseException):
    """Not an `Exception`, so that nobody takes it for a server that happens to be down."""


def _stay(event: str, arguments: tuple[object, ...]) -> None:
    if event not in ASKED:
        return
    address = arguments[ASKED[event]]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    # A Unix socket's address is a path.
    if not isinstance(host, str | None) or (host not in HERE and not host.startswith(("/", "\0"))):
        raise OutboundConnection(f"{event}: {host}")


if not hasattr(sys, "_samlad_stays_at_home"):
    sys._samlad_stays_at_home = True
    sys.addaudithook(_stay)
