"""Reporters in the field: each sends report after report, and the same one again until its receipt has been seen."""

import http.client
import io
import threading
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from PIL import Image

from accounts.models import PlaceType, User
from tests.factories import CENTRE

CSRF = "b" * 32
#: Seconds before the next attempt or report. Without a pause an orphaned web worker would never be idle, and so never
#: notice that its master has died.
PAUSE = 0.2
#: Seconds without an answer after which a phone gives an attempt up.
TIMEOUT = 15


@dataclass
class Phone:
    """One signed-in reporter. `acknowledged` holds the words of each event of every report whose receipt was shown."""

    name: str
    cookie: str
    category: int
    acknowledged: dict[uuid.UUID, list[str]] = field(default_factory=dict)
    #: What attempts that failed were answered, by status or by the name of the fault.
    failures: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def report_until(self, enough: threading.Event) -> None:
        """Report, and go on reporting; what has been begun is sent until it is acknowledged."""
        while not enough.is_set():
            self.report()

    def report(self) -> None:
        """Send one report of one to three events, every fifth with a photo, until its receipt has been seen."""
        number, key = len(self.acknowledged) + 1, uuid.uuid4()
        words = [f"{self.name}, rapport {number}, ruta {event}." for event in range(number % 3 + 1)]
        body = encode_multipart(BOUNDARY, self._filled_in(key, words, with_photo=number % 5 == 0))
        while not self._is_received(key, body):
            time.sleep(PAUSE)
        self.acknowledged[key] = words
        time.sleep(PAUSE)

    def _is_received(self, key: uuid.UUID, body: bytes) -> bool:
        began = time.monotonic()
        try:
            status, location = self.ask("POST", "/handelser/ny", body)
            if status == 303:
                status, _location = self.ask("GET", location)
        except (OSError, http.client.HTTPException) as fault:
            self.failures[type(fault).__name__] += 1
            return False
        self.slowest = max(self.slowest, time.monotonic() - began)
        if status == 200 and str(key) in location:
            return True
        self.failures[str(status)] += 1
        return False

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
        """Send one request; the status and whereto one is sent."""
        port = urlsplit(settings.SITE_URL).port
        headers = {
            "Cookie": self.cookie,
            "Content-Type": MULTIPART_CONTENT,
            "Host": f"localhost:{port}",
            "X-CSRFToken": CSRF,
        }
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location", "")
        finally:
            line.close()

    def _filled_in(self, key: uuid.UUID, words: list[str], *, with_photo: bool) -> Mapping[str, Any]:
        filled: dict[str, Any] = {
            "key": str(key),
            "opened_at": timezone.now().isoformat(),
            "event": [str(number) for number in range(len(words))],
        }
        for number, text in enumerate(words):
            filled |= {
                f"event{number}-category": self.category,
                f"event{number}-longitude": CENTRE[0],
                f"event{number}-latitude": CENTRE[1],
                f"event{number}-place_type": PlaceType.STREET.value,
                f"event{number}-when": "now",
                f"event{number}-description": text,
            }
        return filled | ({"event0-photos": picture()} if with_photo else {})


def signed_in(user: User) -> str:
    """The cookies of somebody signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def picture() -> SimpleUploadedFile:
    """A small photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(buffer, "JPEG")
    return SimpleUploadedFile("ruta.jpg", buffer.getvalue())
