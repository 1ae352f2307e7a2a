"""What people write breaks out of nothing that it is put into: mail headers, log lines, pages.

Tables for spreadsheets are in `incidents/test_export.py`, paper in `lagesbild/test_press.py`.
"""

import logging
from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import outbox
from accounts.roles import Role
from incidents.privacy import Screening
from incidents.templatetags.personal_data import marked
from tests.factories import NOW, file_report, make_municipality, make_user
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db

BREAKS = [
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\N{LINE SEPARATOR}",
    "\N{PARAGRAPH SEPARATOR}",
    "%0d%0a",
]


@pytest.mark.parametrize("broken", BREAKS)
def test_no_subject_or_file_name_becomes_a_header_or_a_recipient(mailbox: Mailbox, broken: str):
    payload = f"Lägesbild{broken}Bcc: annan@example.com{broken}{broken}<b>Text</b>"
    mail = outbox.enqueue(
        municipality=make_municipality(),
        to="polis@example.com",
        subject=payload,
        body=f"Hej.{broken}.{broken}Bcc: annan@example.com",
        at=NOW,
        body_html="<p>Hej.</p>",
    )
    assert outbox.send(mail.pk, at=NOW)
    [message] = mailbox.messages
    assert (message["X-Envelope-To"], message["To"], message["Bcc"]) == (
        "polis@example.com",
        "polis@example.com",
        None,
    )
    assert (
        message["Subject"].strip().startswith("Lägesbild") and "Bcc: annan@example.com" in message["Subject"]
    )


@given(st.text(max_size=200))
def test_any_text_can_stand_in_a_header(text):
    assert len(outbox.one_line(text).splitlines()) <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60), broken=st.sampled_from(BREAKS))
def test_what_is_asked_for_is_one_line_in_the_log(caplog, words, broken):
    caplog.clear()
    caplog.set_level(logging.INFO)
    path = quote(
        f"/finns/{words}{broken}2026-03-03 ERROR root Allt är slut", safe="/", errors="surrogatepass"
    )
    Client(raise_request_exception=False).get(path)
    assert [record for record in caplog.records if len(record.getMessage().splitlines()) > 1] == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=120))
@settings(max_examples=60, deadline=None)
def test_words_stay_words_on_a_page(words):
    """Django escapes what is shown; this is for the one place that builds its HTML itself."""
    told = f"{words}<script>Anna Lundgren</script>\"'&{words}"
    page = render_to_string("incidents/_found.html", {"looked": Screening().look(told)})
    html = marked(Screening().look(told))
    for text in (html, page):
        assert "<script" not in text
    bare = html.replace('<mark title="', "").replace("</mark>", "")
    assert "<" not in bare


def test_a_report_full_of_markup_is_shown_as_written(client: Client):
    town = make_municipality()
    report = file_report(
        make_user(Role.REPORTER, town), description="</textarea><script>alert(1)</script>{{ 7|add:1 }}"
    )
    client.force_login(make_user(Role.REVIEWER, town))
    for path in (f"/granskning/{report.pk}", f"/handelser/{report.pk}"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page and "{{ 7|add:1 }}" in page
