"""How the log is written: without anything that somebody typed, and one line per event whatever it says.

An exception's message may quote what was sent in (a row that a constraint refused, an address the mail server did),
and a path may hold the key of a link. So the log names exceptions by class and place, and paths by their route.
"""

import logging
import re
import traceback
from types import TracebackType

from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest

#: Signs that would begin a new line or steer a terminal.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: What they say is about our own set-up.
QUOTED = (ImproperlyConfigured, OperationalError, DisallowedHost)
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWhatWasSent(logging.Filter):
    """Takes out of an event's words what came with the request or the task."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every event pass, with its words changed where they need to be."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, QUOTED):
            if isinstance(record.args, dict):  # Celery's own, of a task that failed
                record.args = record.args | {"exc": described(error)}
            elif record.msg == str(error):  # Django's own, of a request that was refused
                record.msg = described(error)
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(route(request) if arg == request.path else arg for arg in record.args)
        if record.name == "gunicorn.error":
            _silence(record)
        return True


class OneLineEach(logging.Formatter):
    """One line per event; below it the classes and places of an exception, never its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The event and its exception; another handler may have worded the exception already."""
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The event as one line, whatever it holds."""
        return CONTROL.sub(lambda sign: repr(sign[0])[1:-1], super().formatMessage(record))

    def formatException(self, caught: Caught) -> str:
        """Each exception that led to this one, the last one first."""
        lines: list[str] = []
        error = caught[1]
        while error is not None:
            lines.append(described(error))
            lines += (line.rstrip() for line in traceback.format_tb(error.__traceback__))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def _silence(record: logging.LogRecord) -> None:
    """What gunicorn says of a request that it could not read, or whose answer broke off: no address, no path."""
    record.msg = str(record.msg).partition(" from ip=")[0]
    if record.exc_info and isinstance(record.args, tuple):
        record.args = tuple("a path" if str(arg).startswith("/") else arg for arg in record.args)


def described(error: BaseException) -> str:
    """The class, and what the machine itself said of the matter."""
    name = type(error).__qualname__
    if isinstance(error, QUOTED):
        return f"{name}: {CONTROL.sub(' ', str(error))}"
    return f"{name}: {error.strerror}" if isinstance(error, OSError) and error.strerror else name


def route(request: HttpRequest) -> str:
    """The route that answers, with the numbers in its path and no other argument."""
    match = request.resolver_match
    if match is None:
        return "a path of no page"
    numbers = [f"{key}={value}" for key, value in match.kwargs.items() if isinstance(value, int)]
    return " ".join([f"/{match.route}", *numbers])
