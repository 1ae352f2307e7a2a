"""The guard against connections to other machines works, in this process and in those that tests start."""

import socket
import subprocess
import sys
import urllib.request

import pytest


def send_a_packet() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(b"x", ("192.0.2.1", 53))


#: Names and addresses that are reserved for examples.
ELSEWHERE = [
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.create_connection(("2001:db8::1", 80), timeout=1),
    lambda: urllib.request.urlopen("http://samlad.example/", timeout=1),
    lambda: socket.gethostbyname("samlad.example"),
    send_a_packet,
]


@pytest.mark.parametrize("ask", ELSEWHERE)
def test_no_other_machine_is_asked(ask):
    with pytest.raises(BaseException, match=r"^socket\.") as stopped:
        ask()
    assert type(stopped.value).__name__ == "OutboundConnection"


def test_nor_by_the_processes_that_tests_start():
    script = "import urllib.request; urllib.request.urlopen('http://samlad.example/', timeout=1)"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (
        other.stderr.splitlines()[-1]
        == "sitecustomize.OutboundConnection: socket.getaddrinfo: samlad.example"
    )
