"""The reader of untrusted HTML: text as it is seen, places as they are found."""

from __future__ import annotations

import pytest

from companion.marketplaces.base import MAX_TEXT, Problems
from companion.marketplaces.dom import HIDDEN, parse_document
from companion.model import PartRole
from tests.marketplaces.captures import make_part
from tests.marketplaces.pages import make_spot

SEEN = [
    ("<p>One</p><p>two</p>", "One two"),
    ("<span>€</span><span>3</span><span>3</span>", "€33"),
    ("a<br>b", "a b"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ("<script>x</script><style>y</style><template>z</template>seen<!-- not -->", "seen"),
    ("\u200fa\u202eb\u00a0c", "ab c"),
]


@pytest.mark.parametrize(("body", "expected"), SEEN)
def test_text_is_read_as_it_is_seen(body: str, expected: str) -> None:
    """What stands in one line is joined, blocks are parted, and what nobody sees is no text."""
    assert expected == make_spot(body).see()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<meta charset="windows-1252">Preis 3 €'.encode("cp1252"), "Preis 3 €"),
        (b'<meta charset="\x00utf-8">Price \xed\xa0\x80 3', "Price ��� 3"),
        (b'<meta charset="none-such">Price \xff 3', "Price � 3"),
    ],
    ids=["another encoding", "no name of any", "unknown"],
)
def test_a_page_in_another_encoding_is_read(body: bytes, expected: str) -> None:
    """A saved page is read in the encoding it names, and somehow where that is none."""
    part = make_part(body, "https://www.aliexpress.com/", PartRole.PAGE)
    assert expected == parse_document(part, Problems()).see()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<b>Paid</b><i>Jul 15, 2026</i>", "Paid Jul 15, 2026"),
        ("<span>€</span><span>3</span><span>3</span><span>x1</span>", "€33 x1"),
        ("<b><i>Paid</i></b> on", "Paid on"),
        ("<p>One</p><p>two</p>", "One two"),
    ],
)
def test_words_are_kept_apart(body: str, expected: str) -> None:
    """Two elements of a line are two words, unless each is a single character."""
    assert expected == make_spot(body).words()


def test_lines_are_what_no_block_parts() -> None:
    """Lines are cut at blocks and breaks, and hidden ones can be left out."""
    body = "<div>One <b>line</b><p>two<br>three</p></div><i hidden>no</i><p style='display:none'>no</p>"

    assert ("One line", "two", "three") == make_spot(body).lines(HIDDEN)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("hidden", True),
        ("style='color:red; DISPLAY : none'", True),
        ("style='visibility:hidden'", True),
        ("style='display:block'", False),
        ("class='hidden'", False),  # only a style sheet could say what a class means
    ],
)
def test_hiding_is_inherited(attributes: str, expected: bool) -> None:
    """An element is hidden where it, or one around it, says so itself."""
    assert expected == make_spot(f"<div {attributes}><p><i>x</i></p></div>").find("i").is_hidden


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("logistic-info-v2--mailNoValue--X0fPzen", {"logistic", "info", "v", "2", "mail", "no", "value"}),
        ("order-detail-item-track-eta-text", {"order", "detail", "item", "track", "eta", "text"}),
        ("cpName", {"cp", "name"}),
    ],
)
def test_classes_are_words(name: str, expected: set[str]) -> None:
    """A class is known by its words, without the hash at its end."""
    assert expected == make_spot(f"<i class='{name}'></i>").find("i").class_words


def test_the_outermost_of_what_fits() -> None:
    """Of elements that fit and stand within one another only the outer one is given."""
    found = make_spot("<p class='a'>1<i class='a'>2</i></p><b class='a'>3</b>").outermost(".a")

    assert ["12", "3"] == [spot.see() for spot in found]


def test_climbing_stops_in_time() -> None:
    """Climbing ends at the last element that is still wanted."""
    body = make_spot("<div id=two><div id=one><p><i>x</i></p></div><i>y</i></div>")
    around = body.find("i").find_around(lambda spot: not spot.holds("i", 2))

    assert "one" == around.attribute("id")


def test_what_is_not_there_is_a_place_too() -> None:
    """A place that was not found reads as nothing, everywhere, and without a problem."""
    problems = Problems()
    spot = make_spot("<p>x</p>", problems).find(".gone").find("i").parent()

    assert (False, "", (), (), None, None) == (
        spot.is_present,
        spot.see(),
        spot.lines(),
        spot.find_all("p"),
        spot.attribute("id"),
        spot.text("field"),
    )
    assert () == problems.all()


def test_a_text_beyond_reason_is_a_problem() -> None:
    """A text longer than any value is a problem that does not quote it."""
    problems = Problems()
    read = make_spot(f"<p>{'x' * (MAX_TEXT + 1)}</p>", problems).find("p").text("title")

    assert (None, [f"a text of {MAX_TEXT + 1} characters"]) == (
        read,
        [problem.excerpt for problem in problems.all()],
    )


def test_a_tree_beyond_reason_is_read() -> None:
    """Thousands of elements within one another are read without running out of stack."""
    deep = make_spot("<div>" * 5000 + "x" + "</div>" * 5000)

    assert ("x", "x") == (deep.see(HIDDEN), deep.words())
