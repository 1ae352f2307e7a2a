"""What is asked of a page before it is printed."""

from xml.etree.ElementTree import fromstring

from lagesbild.accessibility import faults_in

WHOLE = """<html lang="sv"><head><title>Lägesbild</title></head><body><h1>Lägesbild</h1>
<svg xmlns="http://www.w3.org/2000/svg"><title>Karta</title><svg/></svg><img src="a.svg" alt="Vapen"/>
<h2>Var</h2><table><caption>Platser</caption><tr><th>Plats</th></tr></table><h3>Vem</h3><h2>När</h2></body></html>"""


def faults(old: str, new: str) -> list[str]:
    assert old in WHOLE
    return faults_in(fromstring(WHOLE.replace(old, new)))


def test_a_whole_document_has_no_faults():
    assert faults_in(fromstring(WHOLE)) == []


def test_language_and_title_are_needed():
    assert faults(' lang="sv"', "") == ["the document has no language"]
    assert faults("<title>Lägesbild</title>", "<title> </title>") == ["the document has no title"]


def test_every_picture_needs_words():
    assert faults("<title>Karta</title>", "") == ["an svg picture has no title"]
    assert faults(' alt="Vapen"', ' alt=""') == ["the picture a.svg has no alternative text"]


def test_a_table_needs_a_caption_and_headers():
    assert faults("<caption>Platser</caption>", "") == ["a table has no caption"]
    assert faults("<th>Plats</th>", "<td>Plats</td>") == ["a table has no header cell"]


def test_there_is_one_main_heading_and_no_level_is_skipped():
    assert faults("<h1>Lägesbild</h1>", "") == [
        "the document has 0 main headings",
        "a heading of level 2 follows one of level 0",
    ]
    assert faults("<h2>När</h2>", "<h1>När</h1>") == ["the document has 2 main headings"]
    assert faults("<h2>Var</h2>", "<p>Var</p>") == ["a heading of level 3 follows one of level 1"]
