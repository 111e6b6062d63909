"""Rows of a virtual list: their place on the screen is their order, and the only day stands outside."""

from __future__ import annotations

import pytest

from tests.marketplaces.chat_pages import get_thread, list_messages, list_said, read_chat, read_chat_page

SAID = [("seller", "First"), ("buyer", "Second"), ("seller", "Third")]
_SIDES = (("left", "First"), ("right", "Second"), ("left", "Third"))


def _make_rows(*styles: str) -> str:
    """Make three rows whose elements stand in the order third, first, second."""
    rows = [
        f'<div class="slot"{style and f""" style="{style}" """}><div class="row {side}">'
        f'<p class="text">{text}</p><i class="time">10:0{place}</i></div></div>'
        for place, ((side, text), style) in enumerate(zip(_SIDES, styles, strict=True))
    ]
    return "".join((rows[2], rows[0], rows[1]))


@pytest.mark.parametrize(
    "styles",
    [
        ("transform: translateY(0px)", "transform: translateY(74.5px)", "transform: translateY(180px)"),
        ("transform:translate(0, 0)", "transform:translate(0, 74px)", "transform:translate(0, 180px)"),
        ("transform: translate3d(0px, -9px, 0)", "transform: translate3d(0px, 9px, 0)", "top: 100px"),
        ("position: absolute; top: 9px", "position: absolute; top: 80px", "top: 120px; margin-top: 4px"),
        ("top: 0; transform: translateY(9px)", "top: 5px; transform: translateY(5px)", "top: 11px"),
    ],
)
def test_rows_stand_in_the_order_of_their_places(styles: tuple[str, ...]) -> None:
    """Elements that were used again give the conversation as it is seen, however they are placed."""
    assert SAID == list_said(read_chat(_make_rows(*styles)))


@pytest.mark.parametrize(
    "styles",
    [
        ("", "", ""),
        ("top: 0px", "", "top: 100px"),
        ("top: 0%", "top: 10%", "top: 20%"),
        ("margin-top: 0px", "margin-top: 9px", "margin-top: 90px"),
        ("transform: translateX(1px)", "transform: translateX(2px)", "transform: translateX(3px)"),
    ],
)
def test_rows_without_places_stand_in_the_order_of_the_document(styles: tuple[str, ...]) -> None:
    """Where a row has no place of its own in pixels, the document's order is the conversation's."""
    assert [SAID[2], *SAID[:2]] == list_said(read_chat(_make_rows(*styles)))


def test_a_heading_is_placed_like_a_row() -> None:
    """The time above messages holds for those that are seen below it, not for those that follow it."""
    slot = '<div class="slot" style="transform: translateY({}px)">{}</div>'
    row = '<div class="row left"><p class="text">{}</p><i class="time">10:00</i></div>'
    rows = (slot.format(300, row.format("New")), slot.format(0, "Sep 3, 2026"))
    rest = (slot.format(90, row.format("Old")), slot.format(200, "Sep 5, 2026"))
    found = list_messages(read_chat("".join(rows + rest)))
    expected = [("Old", "Sep 3, 2026 10:00"), ("New", "Sep 5, 2026 10:00")]
    assert expected == [(one.text, one.at_text) for one in found]


def test_the_heading_of_the_only_day_is_read() -> None:
    """Of a list cut into days one may be all that is there; its heading and the beginning still count."""
    row = (
        '<article class="chat__message chat__message--{}"><p>{}</p><i class="chat__time">10:0{}</i></article>'
    )
    rows = row.format("incoming", "Hello", 1) + row.format("outgoing", "Hi", 2)
    parsed = read_chat_page(
        '<main class="chat__log"><div class="chat__start">No more messages</div><section class="chat__day">'
        f'<h3>Sep 3, 2026</h3><div class="chat__messages">{rows}</div></section><p></p></main>'
    )
    thread = get_thread(parsed)
    assert ["2026-09-03T13:01:00", "2026-09-03T13:02:00"] == [
        one.at.isoformat()[:19] for one in thread.messages if one.at
    ]
    assert thread.complete_from_start


def test_what_stands_beside_the_list_is_no_heading() -> None:
    """Boxes around the rows that are no day are no part of the conversation."""
    row = (
        '<article class="chat__message chat__message--{}"><p>{}</p><i class="chat__time">10:0{}</i></article>'
    )
    rows = row.format("incoming", "Hello", 1) + row.format("outgoing", "Hi", 2)
    parsed = read_chat_page(
        "<main><aside>Sep 3, 2026</aside><p>Talk to the seller</p>"
        f'<div class="chat__messages">{rows}</div></main>'
    )
    assert [("seller", "Hello", None), ("buyer", "Hi", None)] == [
        (str(one.author), one.text, one.at) for one in list_messages(parsed)
    ]
