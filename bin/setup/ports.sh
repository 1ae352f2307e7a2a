# Free ports on this machine, and waiting for something to answer.

# free_port FIRST: prints the first port from FIRST upwards that nobody listens on.
free_port() {
    "$VENV/bin/python" - "$1" <<'PY'
import socket, sys

for port in range(int(sys.argv[1]), 65536):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(port)
        break
PY
}

# responds URL: a web server answers there, whatever it says.
responds() {
    "$VENV/bin/python" - "$1" <<'PY'
import sys, urllib.error, urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=5)
except urllib.error.HTTPError:
    pass
except OSError:
    sys.exit(1)
PY
}
