"""What people, machines and mischief may send: strategies for fields, forms, questions and bodies of requests.

The same examples are drawn in every run, so that what is green stays green. `FUZZ=20 ./bin/test -- tests/fuzz` draws
others, and twenty times as many.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FORM = "application/x-www-form-urlencoded"
TIMES = int(os.environ.get("FUZZ", "1"))

#: A name and a value, as often as they are sent.
Pairs = list[tuple[str, str | bytes]]

#: What has broken one form or another somewhere.
CURSED: Sequence[str | bytes] = (
    *("", " ", "\x00", "a\x00b", "\r\n", "\t", "\x0b\x0c\x1b", "\x7f\x85", "\ufeff", "\ufffe\uffff"),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf5\x80\x80\x80", "\u202eabc\u2066", "شارع ١٢"),
    *("👮🏽‍♀️🇸🇪", "Z̷̡a̵l̶g̸o̴", "ﬀ", "İ", "ß" * 400, "å" * 1001, "x" * 9000, "9" * 5000, "-" + "9" * 400),
    *("²", "٣", "½", "０", "1_0", "0x10", "1e400", "-1e400", "1e-400", "nan", "NaN", "inf", "-Infinity", "sNaN", "-0"),
    *("0", "-1", "1.5", "999999999999", str(2**31), str(2**63), str(-(2**63) - 1), "true", "None", "null", "[]", "{}"),
    *("'; DROP TABLE incidents_incident; --", "<script>alert(1)</script>", "</textarea>", "{{ 7|add:1 }}", "{% x %}"),
    *("%", "%s", "%(name)s", "{0}", "{name}", "\\", "../../etc/passwd", "=1+1", '"', "'", "&amp;", "&#0;", "${x}"),
    *("0001-01-01T00:00", "0001-01-01T00:00+00:00", "9999-12-31T23:59", "9999-12-31T23:59:59+00:00", "0000-00-00"),
    *("2026-02-30T10:00", "2026-03-29T02:30", "2025-10-26T02:30", "2026-03-03T12:00Z", "2026-W01-1", "20260303T1200"),
    *("0001-01-01", "9999-12-31", "1582-10-10", "2026-03-03", "2026-03-02", "24:00", "00:00", "23:59:60"),
    *("place:1", "place:" + "9" * 17, "place:" + "9" * 18, "place:²", "place:٣", "address:1", "address:-1", ":"),
    *("http://[", "http://[{z}{x}{y}", "https://tiles.example/{z}/{x}/{y}.png", "javascript:alert(1)//{z}{x}{y}"),
    *("a@b", "a@b.se\r\nBcc: c@d.se", "å@exempel.se", '"a b"@example.com', "@" * 300, "x@" + "y" * 300 + ".se"),
)  # fmt: skip

values: st.SearchStrategy[str | bytes] = st.one_of(
    st.sampled_from(CURSED),
    st.text(max_size=30),
    st.text(alphabet="0123456789.,:-+eE /T", max_size=25),
    st.binary(max_size=20),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(datetime.isoformat),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat),
)


def examples(number: int) -> settings:
    """Try so many of them, always the same."""
    return settings(
        max_examples=number * TIMES,
        derandomize=TIMES == 1,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@st.composite
def tampered(draw: st.DrawFn, sound: Pairs, names: Sequence[str] = ()) -> Pairs:
    """A form that was sound, with up to five fields changed, left out, sent twice or made up."""
    pairs = list(sound)
    known = [*dict.fromkeys([name for name, _value in sound]), *names]
    for _ in range(draw(st.integers(0, 5))):
        name = draw(st.sampled_from(known)) if draw(st.integers(0, 9)) else draw(st.text(max_size=8))
        how = draw(st.sampled_from(["change", "change", "change", "leave out", "repeat"]))
        if how != "repeat":
            pairs = [pair for pair in pairs if pair[0] != name]
        if how != "leave out":
            pairs.insert(draw(st.integers(0, len(pairs))), (name, draw(values)))
    return pairs


@st.composite
def drawn(draw: st.DrawFn, choices: Mapping[str, st.SearchStrategy[str | bytes]]) -> Pairs:
    """A question in which each field is said or not, sensibly or not."""
    return [
        (name, draw(st.one_of(sensible, values)))
        for name, sensible in choices.items()
        if draw(st.integers(0, 3))
    ]


def encoded(pairs: Pairs) -> str:
    """As a browser would send it, and a broken one too: bytes go as they are."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(value: str | bytes) -> str:
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))


def received(value: str | bytes) -> str:
    """What a server takes that for, line breaks as on a page."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return raw.decode("utf-8", "replace").replace("\r\n", "\n")
