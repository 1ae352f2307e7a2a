"""Every address of the site, found and not listed: who may enter, how it is asked, and what its forms look like."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from accounts.roles import Role
from tests.access_table import ROWS
from tests.fuzz.nonsense import Pairs
from tests.fuzz.page import Page
from tests.world import World

#: Name → how its path is put together ("granskning/%(pk)s/beslut").
ROUTES: Mapping[str, str] = {
    name: get_resolver().reverse_dict.getlist(name)[0][0][0][0]
    for name in sorted(key for key in get_resolver().reverse_dict if isinstance(key, str))
}
ASKED = re.compile(r"""GET(?:\.get(?:list)?\(|\[)"(\w+)""")
#: What fills in an empty field of each kind well enough.
SENSIBLE = {
    "date": "2026-03-02",
    "datetime-local": "2026-03-02T20:00",
    "time": "20:00",
    "number": "3",
    "email": "ny@example.com",
    "url": "https://www.example.com",
}


@dataclass
class Form:
    """One form of a page: where it is sent, and its fields as they are filled in or sensibly could be."""

    method: str
    action: str
    pairs: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def sound(self) -> Pairs:
        """As a browser would send it."""
        return [(name, value) for name, values in self.pairs.items() for value in values]


class Forms(Page):
    """The forms of a page, and the addresses it links to."""

    def __init__(self, answer: Any) -> None:
        self.forms: list[Form] = []
        self.links: list[str] = []
        super().__init__(answer)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(said.get("href", ""))
        if tag == "form":
            self.fields = {}
            self.forms.append(Form(said.get("method", "get").upper(), said.get("action", ""), self.fields))
        elif self.forms and said.get("type") == "file":
            self.forms[-1].files.append(said.get("name", ""))
        name = said.get("name", "")
        if name == "csrfmiddlewaretoken":  # goes along in the head
            return
        super().handle_starttag(tag, attrs)
        if tag == "textarea":
            self.fields[name][-1] = "Lugnt."
        elif tag == "input" and name in self.fields and not self.fields[name][-1]:
            self.fields[name][-1] = SENSIBLE.get(said.get("type", ""), "Ord")
        elif tag == "button" and name:
            self.fields.setdefault(name, [said.get("value", "")])

    def _choice(self, name: str, said: dict[str, str], chosen: str) -> None:
        super()._choice(name, said, chosen)
        if said.get("value"):
            self.fields.setdefault(name, [said["value"]])


class Site:
    """The world's addresses and forms, read off its pages by those who may open them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients: dict[Role | None, Client] = {None: Client()}
        for role, user in world.cast.items():
            self.clients[role] = Client()
            self.clients[role].force_login(user)

    def paths(self, name: str, by: Role | None) -> list[str]:
        """The addresses of the name that open to them by the table of access: where to aim, and no expectation."""
        return [self.world.path(row.key, by) for row in ROWS if row.name == name and by in row.openers]

    def insiders(self, name: str) -> list[Role | None]:
        """Who gets past the door."""
        return [by for by in self.clients if self.paths(name, by)]

    def questions(self, name: str) -> list[str]:
        """What the view itself looks up in its address, as its source says."""
        view = resolve(urlsplit(self.paths(name, self.insiders(name)[0])[0]).path).func
        return sorted(set(ASKED.findall(inspect.getsource(inspect.unwrap(view)))))

    def read(self, by: Role | None, path: str) -> Any:
        """What the person gets to read; nothing of what the reading did is kept."""
        with transaction.atomic():
            answer: Any = self.clients[by].get(path)
            b"".join(answer)  # a file is closed when it has been read
            transaction.set_rollback(True)
        return answer

    @cached_property
    def forms(self) -> Mapping[str, list[Form]]:
        """Every route's forms, wherever on the site they stand; questions in links count as forms too."""
        found: dict[str, list[Form]] = defaultdict(list)
        for page in self._pages():
            asked = [Form("GET", link, _question(link)) for link in page.links if "?" in link]
            for form in [*page.forms, *asked]:
                try:
                    name = resolve(urlsplit(form.action).path).url_name
                except Resolver404:
                    continue
                if name and form.pairs and form not in found[name]:
                    found[name].append(form)
        return found

    def _pages(self) -> Iterator[Forms]:
        for name in ROUTES:
            by = self.insiders(name)[-1]
            for path in self.paths(name, by):
                answer = self.read(by, path)
                if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                    page = Forms(answer)
                    for form in page.forms:
                        form.action = urljoin(path, form.action)
                    page.links = [urljoin(path, link) for link in page.links]
                    yield page


def _question(link: str) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(urlsplit(link).query):
        pairs[name].append(value)
    return dict(pairs)


def address(name: str, arguments: Mapping[str, str]) -> str:
    """The route's path with any text at all in it."""
    return "/" + ROUTES[name] % {key: quote(value, safe="") for key, value in arguments.items()}


def parameters(name: str) -> list[str]:
    """What stands in the route's path."""
    return list(get_resolver().reverse_dict.getlist(name)[0][0][0][1])
