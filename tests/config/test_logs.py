"""Nothing that was typed, and no key of a link, is logged, whatever goes wrong. The journey looks at the rest."""

import io
import logging
import smtplib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, resolve
from django.utils.log import log_response

from accounts.tasks import send_mail
from config.logs import OneLineEach
from tests.processes import Live, wait_until

CANARIES = ("850701-2399", "Kalle Anka", "kalle@example.com", "n1ckel-s0m-oppnar", "Krossad ruta")
CANARY = " ".join(CANARIES)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler that production has would write."""
    [console] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, OneLineEach)]
    assert isinstance(console, logging.StreamHandler)
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


def breaks(request, key: str):
    raise ValueError(CANARY)


def breaks_in_the_database(request, key: str):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_policedistrict (id, name) VALUES (1, %s), (1, %s)", [CANARY, CANARY]
        )


def breaks_while_handling(request, key: str):
    try:
        int(CANARY)
    except ValueError as error:
        raise SuspiciousFileOperation(CANARY) from error


urlpatterns = [
    path("lank/<str:key>", breaks),
    path("rad/<str:key>", breaks_in_the_database),
    path("fil/<str:key>", breaks_while_handling),
    path("", include("config.urls")),
]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("lank", ["Internal Server Error: /lank/<str:key>", "ValueError"]),
        ("rad", ["Internal Server Error: /rad/<str:key>", "IntegrityError", "UniqueViolation"]),
        ("fil", ["SuspiciousFileOperation", "ValueError"]),
    ],
)
def test_a_page_that_breaks_is_named_by_its_route_and_its_fault_by_class_and_place(log, address, said):
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        answer = client.get(f"/{address}/n1ckel-s0m-oppnar?q=850701-2399")
        transaction.set_rollback(True)
    assert answer.status_code >= 400
    written = log.getvalue()
    assert [words for words in said if words not in written] == []
    assert [canary for canary in CANARIES if canary in written] == []


def test_the_key_of_a_link_is_not_in_the_log_when_its_form_is_too_old(log):
    address = "/konto/losenord/ny/1-n1ckel-s0m-oppnar"
    assert Client(enforce_csrf_checks=True).post(address, {"password1": CANARY}).status_code == 403
    assert "losenord/ny/(?P<uidb36>" in log.getvalue()
    assert [canary for canary in CANARIES if canary in log.getvalue()] == []


@pytest.mark.django_db
def test_a_path_of_no_page_is_not_repeated(log):
    assert Client().get(f"/kund/{CANARY}").status_code == 404
    assert log.getvalue().endswith("Not Found: a path of no page\n")


@pytest.mark.django_db
def test_a_task_that_fails_is_named_without_what_it_was_given(log):
    send_mail.apply(args=[1, CANARY])
    assert "accounts.tasks.send_mail" in log.getvalue() and "ValueError" in log.getvalue()
    assert [canary for canary in CANARIES if canary in log.getvalue()] == []


def test_the_real_web_server_repeats_nothing_of_what_it_cannot_read_or_will_not_let_in(live: Live):
    live.start("web")
    address = ("127.0.0.1", urlsplit(live.url).port)
    forms = (f"login=kalle@example.com&password={CANARIES[3]}", "email=kalle@example.com")
    asked = [
        f"HEJ /{CANARIES[3]} {CANARIES[0]}\r\n\r\n",
        f"GET /{CANARIES[3]}?q={CANARIES[0]} HTTP/1.1\r\nHost: localhost\r\n{CANARIES[1]}: x\r\n\r\n",
        f"GET /{CANARIES[3]}?q={CANARIES[0]} HTTP/1.0\r\nHost: localhost\r\n\r\n",
        *(
            f"POST /konto/{path} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {len(form)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrf={'q' * 32}\r\n"
            f"X-CSRFToken: {'q' * 32}\r\n\r\n{form}"
            for path, form in zip(("logga-in", "losenord/glomt"), forms, strict=True)
        ),
    ]
    for request in asked:
        with socket.create_connection(address) as wire:
            wire.sendall(request.encode())
            assert wire.recv(9).startswith(b"HTTP/1.")
    written = wait_until(lambda: "Not Found" in live.log("web") and live.log("web"))
    assert written.count("WARNING gunicorn.error Invalid request\n") == 2
    assert [
        canary for canary in (*CANARIES, "127.0.0.1:", "from ip") if canary in written.partition("Booting")[2]
    ] == []


def test_numbers_in_a_path_are_told_and_nothing_else(log):
    request = RequestFactory().get("/granskning/17/beslut")
    request.resolver_match = resolve(request.path)
    log_response("%s: %s", "Conflict", request.path, response=HttpResponse(status=409), request=request)
    assert "Conflict: /granskning/<int:pk>/beslut pk=17" in log.getvalue()


def test_whatever_is_logged_stays_on_its_line(log):
    logging.getLogger("samlad").warning("%s", "ett\r\n2026-03-03 INFO två\x1b[2J\u2028tre")
    assert len(log.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(CANARY), "ValueError"),
        (IntegrityError(CANARY), "IntegrityError"),
        (
            smtplib.SMTPRecipientsRefused({"kalle@example.com": (550, b"Krossad ruta")}),
            "SMTPRecipientsRefused",
        ),
        (
            FileNotFoundError(2, "No such file or directory", CANARY),
            "FileNotFoundError: No such file or directory",
        ),
        (OperationalError("server closed"), "OperationalError: server closed"),
        (ImproperlyConfigured("SITE_URL is not set"), "ImproperlyConfigured: SITE_URL is not set"),
    ],
)
def test_an_exception_says_what_the_machine_said_and_not_what_it_was_given(log, error, said):
    try:
        raise RuntimeError(CANARY) from error
    except RuntimeError:
        logging.getLogger("samlad").exception("Något gick fel")
    lines = log.getvalue().splitlines()
    assert [line for line in lines[1:] if not line.startswith(" ")] == ["RuntimeError", said]
    assert [canary for canary in CANARIES if canary in log.getvalue()] == []


def test_another_handlers_wording_of_an_exception_is_not_taken_over(log):
    record = logging.LogRecord(
        "samlad", logging.ERROR, __file__, 1, "Fel", None, (ValueError, ValueError(CANARY), None)
    )
    record.exc_text = CANARY
    logging.getLogger().handle(record)
    assert CANARIES[0] not in log.getvalue()
