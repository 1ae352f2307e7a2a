"""Reading a table of police-reported crime: what Excel saves in Swedish is read, and every fault has its place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.police_file import Areas, Line, NoTable, decode, read

TODAY = date(2026, 3, 10)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)
AREAS = Areas({"nygård": 1, "1983c1010": 1, "köping": 2, "1983t": 2}, "Köping")
HEADING = "Månad;Område;Brott;Antal\n"


def table(text: str):
    return read(text, areas=AREAS, today=TODAY)


def faults(text: str) -> list[str]:
    return [str(fault) for fault in table(text).faults]


def of(cell: str, column: int) -> str:
    """A table with one row in which one cell is another."""
    row = ["2026-02", "Nygård", "Skadegörelse", "12"]
    row[column] = cell
    return HEADING + ";".join(row)


def test_a_table_is_read_line_by_line():
    assert table(HEADING + "2026-02;Nygård;Skadegörelse;12\n2026-02;Hela kommunen;Skadegörelse;40").lines == [
        Line(1, FEBRUARY, "Skadegörelse", 12),
        Line(None, FEBRUARY, "Skadegörelse", 40),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nBROTT;ANTAL;MÅNAD\r\nSkadegörelse;12;2026-02\r\n",
        "\ufeffmånad,område,brott,antal\n2026-02,,Skadegörelse,12\n\n,,,\n",
        "period\tkommun\tbrottstyp\tanmälda brott\tövrigt\n2026-02\tKöpings kommun\tSkadegörelse\t12\thej\n",
        '\n\nmånad;område;brott;antal\n2026-02;;"Skadegörelse";"12"\n',
    ],
)
def test_columns_stand_in_any_order_with_any_separator_and_the_area_may_be_left_out(text):
    assert table(text).lines == [Line(None, FEBRUARY, "Skadegörelse", 12)]


@pytest.mark.parametrize(
    "said",
    [
        "2026-02",
        "202602",
        "2026M02",
        "2026-02-01",
        "2026/02",
        "februari 2026",
        "Feb 2026",
        "feb-26",
        "feb. 2026",
    ],
)
def test_a_month_is_read_as_people_and_excel_write_it(said):
    assert table(of(said, 0)).lines[0].month == FEBRUARY


@pytest.mark.parametrize(
    ("said", "count"),
    [("0", 0), ("1 234", 1234), ("1\xa0234", 1234), ("1\u202f234", 1234), ("12,0", 12), ("-", 0), ("–", 0)],
)
def test_a_number_is_read_as_it_is_written_in_sweden(said, count):
    assert table(of(said, 3)).lines[0].count == count


@pytest.mark.parametrize(
    ("said", "area"), [("NYGÅRD", 1), ("1983C1010", 1), ("", None), ("Köping kommun", None), ("1983T", 2)]
)
def test_an_area_is_known_by_its_name_or_code(said, area):
    assert table(of(said, 1)).lines[0].area == area


@pytest.mark.parametrize(
    ("column", "said", "fault"),
    [
        (0, "", "Rad 2, månad: månaden saknas."),
        (0, "våren", "Rad 2, månad: ”våren” går inte att läsa som månad. Skriv till exempel 2026-03."),
        (0, "2026-13", "Rad 2, månad: ”2026-13” går inte att läsa som månad. Skriv till exempel 2026-03."),
        (0, "0226-03", "Rad 2, månad: ”0226-03” går inte att läsa som månad. Skriv till exempel 2026-03."),
        (0, "2026-04", "Rad 2, månad: 2026-04 ligger i framtiden."),
        (1, "Sala", "Rad 2, område: Området ”Sala” finns inte."),
        (
            1,
            "Köping",
            "Rad 2, område: Menas området eller hela kommunen? Skriv ”Hela kommunen” eller områdets kod.",
        ),
        (2, "", "Rad 2, brott: brottet saknas."),
        (2, "x" * 101, "Rad 2, brott: namnet är längre än 100 tecken."),
        (2, "Stöld\x07", "Rad 2, brott: namnet innehåller tecken som inte går att skriva ut."),
        (2, "Stöld, 19121212-1212", "Rad 2, brott: texten ser ut att innehålla personuppgifter."),
        (3, "", "Rad 2, antal: antalet saknas. Skriv 0 om inget anmäldes."),
        (3, "-3", "Rad 2, antal: ”-3” är inte ett helt antal."),
        (3, "1,5", "Rad 2, antal: ”1,5” är inte ett helt antal."),
        (3, "1.234", "Rad 2, antal: ”1.234” är inte ett helt antal."),
        (3, "nan", "Rad 2, antal: ”nan” är inte ett helt antal."),
        (3, "..", "Rad 2, antal: ”..” är inte ett helt antal."),
        (3, "²", "Rad 2, antal: ”²” är inte ett helt antal."),
        (3, "1000001", "Rad 2, antal: 1000001 är fler än vad som går att lagra."),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(column, said, fault):
    assert (faults(of(said, column)), table(of(said, column)).lines) == ([fault], [])


def test_one_fault_leaves_no_line_and_all_faults_are_told_at_once():
    text = HEADING + "2026-02;Nygård;Stöld;1\n2026-02;Sala;Stöld;x\n\n2026-02;Nygård;stöld;2\n"
    assert faults(text) == [
        "Rad 3, område: Området ”Sala” finns inte.",
        "Rad 3, antal: ”x” är inte ett helt antal.",
        "Rad 5: Samma månad, område och brott står på rad 2.",
    ]
    assert table(text).lines == []


def test_a_short_row_lacks_its_last_cells():
    assert faults(HEADING + "2026-02;Nygård;Stöld") == [
        "Rad 2, antal: antalet saknas. Skriv 0 om inget anmäldes."
    ]


def test_a_table_that_is_all_wrong_tells_of_fifty_faults():
    assert len(faults(HEADING + "a;b;c;1\n" * 900)) == 50


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Tabellen är tom."),
        ("\n \n", "Tabellen är tom."),
        (HEADING, "Det finns inga rader under rubrikerna."),
        (
            "\nmånad;brott\n2026-02;Stöld",
            "På rad 2 saknas kolumnen ”antal”. Rubrikerna ska vara månad, område, brott och antal.",
        ),
        ("månad;månad;brott;antal\n", "Kolumnen ”månad” finns två gånger på rad 1."),
        (
            HEADING + '2026-02;;"' + "x" * 200_000,
            "Tabellen går inte att läsa: ett fält är för långt. Saknas ett citattecken?",
        ),
        (HEADING + "2026-02;;Stöld;1\n" * 1, None),
    ],
)
def test_what_is_no_table_is_said_to_be_none(text, message):
    if message is None:
        assert len(table(text).lines) == 1
        return
    with pytest.raises(NoTable) as refused:
        table(text)
    assert str(refused.value) == message


def test_a_table_may_not_be_endless():
    rows = "".join(f"{1975 + number // 12}-{number % 12 + 1:02};;Brott {number};1\n" for number in range(600))
    text = HEADING + "".join(rows.replace("Brott", f"Brott {part}") for part in range(34))
    with pytest.raises(NoTable, match="mer än 20000 rader"):
        table(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_letters_it_was_saved_with(encoding):
    assert decode("månad;Nygård – Östra".encode(encoding)) == "månad;Nygård – Östra"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "Excelfil"),
        (b"\x00\x01\x02\x00", "inte en texttabell"),
        (b"\xff\xfea", "inte en texttabell"),
        (b"\x81\x8d", "inte en texttabell"),
        (b"x" * 2_000_001, "för stor"),
    ],
)
def test_what_is_not_text_is_refused(content, message):
    with pytest.raises(NoTable, match=message):
        decode(content)


@given(st.text(max_size=200))
def test_no_text_makes_it_fall(text):
    for each in (text, HEADING + text, of(text.replace("\n", ""), 0), of(text.replace("\n", ""), 3)):
        try:
            found = table(each)
        except NoTable:
            continue
        assert bool(found.lines) != bool(found.faults)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(content):
    try:
        text = decode(content)
    except NoTable:
        return
    assert "\0" not in text
