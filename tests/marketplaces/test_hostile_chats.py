"""Hostile chat pages: read to their end, every message once, and never an exception."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.text import clean
from tests.golden.cases import GOLDEN, Case
from tests.hostile_text import STEERING, TEXTS
from tests.marketplaces.chat_pages import list_messages, make_row, read_chat, read_chat_page
from tests.marketplaces.test_hostile_pages import parse_page, spoil

PAGES = [
    Case(GOLDEN / "aliexpress" / "chat" / name)
    for name in (
        *("page-en-plain", "page-en-shadow", "page-de-translated", "page-ru-new-year", "page-zh-hashed"),
        *("page-ar-rtl", "page-he-structure", "page-pt-cards", "page-en-recycled", "page-en-one-day"),
    )
]
ODD_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["left", "right", "", "left right", "self", "peer", "tips", "date", "recalled"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<>&"), max_size=40),
        st.sampled_from(["10:00", "Yesterday 18:39", "Dec 30", "99:99", "", "03/04 18:39", "٦:٣٩ م", "\x00"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize("case", PAGES, ids=[case.name for case in PAGES])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_chat_with_odd_pieces_is_read_to_its_end(case: Case, data: st.DataObject) -> None:
    """Whatever stands in the place of whatever tag, text or attribute, the parse returns sound records."""
    page = (case.folder / "page.html").read_text("utf-8")

    assert "aliexpress" == parse_page(case, spoil(page, data)).marketplace


@settings(max_examples=100, deadline=None)
@given(ODD_ROWS)
def test_no_message_is_from_after_the_page_was_seen(rows: list[tuple[str, str, str]]) -> None:
    """Whatever rows say, every instant is before the capture, and reading twice gives the same."""
    body = "".join(make_row(*row) for row in rows)
    parsed = read_chat(body)

    captured_at = PAGES[0].make_capture().captured_at.replace(2026, 9, 7, 15, 4, 5)
    later = [one for thread in parsed.threads for one in thread.messages if one.at and one.at > captured_at]
    assert ([], parsed) == (later, read_chat(body))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_row_is_one_message(text: str) -> None:
    """What somebody wrote to look like rows, names or clocks of the page is the text of one message."""
    shown = text.replace("\x00", "").replace("\r", "\n")  # as no document holds them
    rows = make_row("left", escape(shown)) + make_row("right", "Hello", "10:01")
    parsed = read_chat(rows, title=escape(shown))
    first, second = list_messages(parsed)
    words = [clean(line) for line in (first.text or "").splitlines()]

    assert ["seller", "buyer", "10:00", "10:01"] == [
        first.author,
        second.author,
        first.at_text,
        second.at_text,
    ]
    assert clean(shown) == " ".join(word for word in words if word)
    assert not STEERING.search((first.text or "").replace("\n", ""))


def test_every_row_of_a_long_conversation_is_read() -> None:
    """Five thousand rows give five thousand messages, in their order."""
    rows = "".join(make_row(("left", "right")[number % 2], str(number)) for number in range(5000))

    assert [str(number) for number in range(5000)] == [one.text for one in list_messages(read_chat(rows))]


def test_every_day_of_a_long_conversation_is_read() -> None:
    """However many days a list is cut into, each message is read by itself."""
    day = f'<div class="day"><h5>Yesterday</h5>{make_row("left", "a")}{make_row("right", "b")}</div>'

    assert ["a", "b"] * 400 == [one.text for one in list_messages(read_chat(day * 400))]


BODIES = {
    "empty": b"",
    "bytes": bytes(range(256)) * 10,
    "deep": b"<div class='msg left'>" * 5000 + b"x",
    "deep and wide": b"<div class='msg left'><p>a</p><p>b</p>" * 3000,
    "deep shadows": b"<div><template shadowrootmode=open>" * 2000 + b"x",
    "many lists": b"<ul><li class=a>x</li><li class=a>y</li></ul>" * 8000,
    "many classes": b"<div class='" + b"msg left " * 30_000 + b"'>x</div>" * 3,
    "many attributes": b"<div "
    + b" ".join(b"data-%d='left'" % number for number in range(30_000))
    + b">x</div>",
    "one long row": b"<div class='msg left'>"
    + b"<p>18:39</p>" * 20_000
    + b"</div><div class='msg right'>x</div>",
    "blanks": b"<div class='msg left'>x" + b" " * 500_000 + b"y</div><div class='msg right'>x</div>",
    "breaks": b"<div class='msg left'>x" + b"<br>" * 50_000 + b"y</div><div class='msg right'>x</div>",
    "bubbles": b"<div class='msg left'>"
    + b"<p class=bubble>x</p>" * 10_000
    + b"</div><div class='msg right'>x</div>",
    "labels": (
        b"<div class='msg left'>" + b"<p>Original</p>" * 2000 + b"</div><div class='msg right'>x</div>"
    )
    * 5,
    "translations": b"<div class='msg left'>" + b"<div class=translation>" * 2000 + b"x",
    "entities": b"<div class='msg left'>&amp;&#x202e;&#0;&#xd800;&bogus;</div>" * 500,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_broken_chat_is_read(body: bytes) -> None:
    """A chat broken beyond reason gives bounded problems and no exception."""
    assert len(read_chat_page(body).problems) <= 200
