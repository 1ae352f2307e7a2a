"""What stands on a page that was answered: its forms' fields as they are filled in, and what it complains of."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

#: Words of messages that nobody has translated.
ENGLISH = re.compile(
    r"\b(?:this|the|enter|select|ensure|required|invalid|must|field|character|choose)\b", re.IGNORECASE
)
TYPED = frozenset(
    {"text", "search", "email", "number", "hidden", "date", "time", "datetime-local", "url", "password"}
)


class Page(HTMLParser):
    """`fields`: each name with what the browser would send; `complaints`: the messages at fields and in summaries."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.offered: dict[str, set[str]] = {}
        self.complaints: list[str] = []
        self.language = ""
        self._textarea = self._select = ""
        self._depth = 0
        self._in_message = False
        self.feed(answer.content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "html":
            self.language = said.get("lang", "")
        elif tag == "input" and name:
            self._input(name, said)
        elif tag == "textarea":
            self._textarea = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._choice(self._select, said, "selected")
        elif self._depth or "ds-error-summary" in said.get("class", ""):
            self._depth += tag == "div"
            if tag == "li":
                self.complaints.append("")
        elif "ds-validation-message" in said.get("class", ""):
            self._in_message = True
            self.complaints.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "p":
            self._in_message = False
        elif tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea][-1] += data
        elif (self._depth or self._in_message) and self.complaints:
            self.complaints[-1] += data

    def last(self, name: str) -> str | None:
        """The value that the form takes of those with the name."""
        values = self.fields.get(name)
        return values[-1].replace("\r\n", "\n") if values else None

    @property
    def in_english(self) -> list[str]:
        """The complaints that nobody has translated."""
        return [complaint for complaint in self.complaints if ENGLISH.search(complaint)]

    def _input(self, name: str, said: dict[str, str]) -> None:
        if said.get("type", "text") in TYPED:
            self.fields.setdefault(name, []).append(said.get("value", ""))
        elif said.get("type") in ("radio", "checkbox"):
            self._choice(name, said | {"value": said.get("value", "on")}, "checked")

    def _choice(self, name: str, said: dict[str, str], chosen: str) -> None:
        self.offered.setdefault(name, set()).add(said.get("value", ""))
        if chosen in said:
            self.fields.setdefault(name, []).append(said.get("value", ""))
