"""What the documents on law and security name is there: every file, test and page; and no requirement is left out."""

import re

import pytest
from django.urls import Resolver404, resolve

from tests.database import ROOT

DOCS = ROOT / "docs"
HELD = ("law.md", "security.md", "threat-model.md", "dpia-template.md", "personuppgiftsbitradesavtal.md")
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
#: What is a path in the repository, and what the path of a page.
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:txt|yml|json|toml)")
PAGE = re.compile(r"/[\w./-]*")


def missing(quoted: str) -> bool:
    """Whether something is named that is not there."""
    path, _colons, test = quoted.partition("::")
    if PAGE.fullmatch(path):
        try:
            resolve(path)
        except Resolver404:
            return True
        return False
    if not FILE.fullmatch(path):
        return False
    found = ROOT / path
    return not found.exists() or (
        bool(test) and not re.search(rf"^ *def {test}\(", found.read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("name", HELD)
def test_every_file_test_and_page_that_is_named_exists(name):
    quoted = QUOTED.findall((DOCS / name).read_text())
    assert [each for each in quoted if missing(each)] == []


@pytest.mark.parametrize(
    "quoted",
    [
        "tests/test_nowhere.py",
        "tests/test_documents.py::test_that_is_not_there",
        "/finns-inte",
        "docs/nowhere/",
        "requirements-none.txt",
    ],
)
def test_what_is_not_there_would_be_noticed(quoted):
    assert missing(quoted)


def test_links_between_documents_lead_somewhere():
    documents = [ROOT / "README.md", *DOCS.rglob("*.md")]
    broken = [
        f"{document.name}: {link}"
        for document in documents
        for link in LINK.findall(document.read_text())
        if not (document.parent / link).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(("name", "letter", "number"), [("law.md", "L", 20), ("security.md", "S", 17)])
def test_every_requirement_has_a_line_that_says_something(name, letter, number):
    rows = re.findall(rf"^\| ({letter}\d+) \|(.*)\|$", (DOCS / name).read_text(), re.MULTILINE)
    assert [row for row, _cells in rows] == [f"{letter}{each}" for each in range(1, number + 1)]
    assert [row for row, cells in rows if not cells.split("|")[1].strip()] == []
