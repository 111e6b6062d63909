"""Conversations read from the page: rows by what repeats, sides by what tells, no time that is a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from companion.model import PageKind
from tests.marketplaces.chat_pages import (
    get_thread,
    list_messages,
    list_said,
    make_row,
    read_chat,
    read_chat_page,
)
from tests.marketplaces.pages import list_problems

LEFT, RIGHT = make_row("left", "Hello"), make_row("right", "Where is it?")


def test_the_list_of_conversations_is_no_conversation() -> None:
    """Names, last words and clocks of other conversations are no messages."""
    entry = '<div class="message-item"><b>Orion Store</b><p>Thank you</p><i class="time">10:00</i></div>'
    parsed = read_chat_page(f'<div class="message-center">{entry * 4}</div>')

    assert ((), [("messages", "no messages found on it")]) == (parsed.threads, list_problems(parsed))


def test_other_conversations_beside_it_are_left_out() -> None:
    """Of a page that also lists other conversations, only the open one is read."""
    entry = '<div class="chat-item"><b>Orion Store</b><p>Thank you</p><i class="time">10:00</i></div>'
    body = f'<div class="chats">{entry * 9}</div><div class="chat-rows">{(LEFT + RIGHT) * 2}</div>'

    assert [("seller", "Hello"), ("buyer", "Where is it?")] * 2 == list_said(read_chat_page(body))


def test_the_seller_is_known_by_title_and_store() -> None:
    """The title names the seller, and the one store linked beside the messages is the seller's."""
    link = '<a href="//www.aliexpress.com/store/1100223344">Visit</a>'
    offer = '<div class="row left"><a href="//www.aliexpress.com/store/99">Another</a></div>'
    parsed = read_chat_page(
        f'<h2 class="chat-title">Orion Store</h2>{link}<div class="chat-rows">{LEFT + RIGHT + offer}</div>'
    )

    seller = get_thread(parsed).seller
    assert seller is not None
    assert ("Orion Store", "1100223344") == (seller.name, seller.store_id)


def test_a_window_of_one_row_is_read() -> None:
    """A page part that holds a single row gives its message."""
    parsed = read_chat_page(
        '<div class="msg-list"><div class="msg msg-left" data-message-id="38">Hello</div></div>'
    )

    assert [("seller", "Hello")] == list_said(parsed)
    assert "38" == list_messages(parsed)[0].message_id


@pytest.mark.parametrize("start", range(0, 6, 2))
def test_a_window_of_rows_says_what_the_page_says(start: int) -> None:
    """Rows that are sent without what is around them give the same messages as within the whole page."""
    rows = [make_row(("left", "right")[n % 2], str(n), f"Sep 3, 2026 10:0{n}") for n in range(8)]
    window = read_chat_page("".join(rows[start : start + 3]))

    assert list_messages(read_chat("".join(rows)))[start : start + 3] == list_messages(window)


def test_a_frame_is_read_with_the_order_of_its_tab() -> None:
    """A conversation in a frame belongs to the order that the tab's address names."""
    parsed = read_chat_page(f'<div class="q1z">{(LEFT + RIGHT) * 2}</div>', frame_id="1.0")

    assert 4 == len(list_messages(parsed))
    assert ("8200000000000117",) == get_thread(parsed).order_ids


def test_a_page_around_a_frame_leaves_it_to_the_frame_to_speak() -> None:
    """A page whose conversation is in a frame reports nothing missing."""
    parsed = read_chat_page(
        '<h1>Messages</h1><iframe data-orderproof-frame="1.0" src="about:blank"></iframe>'
    )

    assert [] == list_problems(parsed)


OFFER = '<div class="card" data-id="10{0}"><img src="/kf/{0}.jpg"><p>Lamp</p><i>12:3{0}</i></div>'
HELPERS = {
    "nothing": "",
    "script": "<script>parent.postMessage(1, '*')</script>",
    "puzzle": '<div class="nc-container"><p>Slide to verify</p></div>',
    "puzzle with a field nobody sees": '<div id="nocaptcha"><textarea style="display:none"></textarea></div>',
    "login": '<form action="/login.htm"><input type="password"></form>',
    "offers": "".join(OFFER.format(number) for number in range(8)),
    "offers left and right": f'<div class="left">{OFFER.format(1) * 3}</div><div class="right">Lamps</div>',
    "news": "".join(
        f'<div class="msg" data-message-id="10{n}"><p>Sale {n}</p><i>12:3{n}</i></div>' for n in range(5)
    ),
    "hidden field": '<p>Statistics</p><textarea hidden>{"a": 1}</textarea>',
}


@pytest.mark.parametrize("body", HELPERS.values(), ids=HELPERS.keys())
def test_a_frame_that_holds_no_conversation_says_nothing(body: str) -> None:
    """Puzzles, offers and frames of scripts alone within a chat page give no message, problem or word."""
    parsed = read_chat_page(body, frame_id="0.3", frame_url="https://www.aliexpress.com/app/helper.html")

    assert (PageKind.UNKNOWN, (), (), None) == (
        parsed.page_kind,
        parsed.threads,
        parsed.problems,
        parsed.text,
    )


@pytest.mark.parametrize(
    "body",
    [
        '<p>Hello</p><textarea placeholder="Write"></textarea>',
        '<p>Hello</p><div contenteditable="true"></div>',
        '<div class="message-view"><p>Hello</p></div>',
    ],
)
def test_a_frame_where_one_can_write_says_that_it_was_not_understood(body: str) -> None:
    """A frame that must be the conversation, and in which no message is found, is not silent about it."""
    parsed = read_chat_page(body, frame_id="0.3", frame_url="about:srcdoc")

    assert [("messages", "no messages found on it")] == list_problems(parsed)


def test_a_puzzle_at_a_chat_s_own_address_is_said() -> None:
    """A frame that is the chat by its address, and shows a puzzle, says what to do."""
    parsed = read_chat_page(HELPERS["puzzle"], frame_id="0.3")

    assert [("ret", "a puzzle instead of the page")] == list_problems(parsed)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h1>Messages</h1>", ("messages", "no messages found on it")),
        (
            '<form action="/login.htm"><input type="password"></form>',
            ("ret", "a login form instead of the page"),
        ),
    ],
)
def test_a_page_without_messages_says_so(body: str, problem: tuple[str, str]) -> None:
    """An empty chat and a login form are told apart, and neither is silent."""
    assert [problem] == list_problems(read_chat_page(body))


def test_two_equal_messages_are_two() -> None:
    """Equal words at the same time without an id stay two messages."""
    assert [("seller", "Hello")] * 2 == list_said(read_chat(LEFT + LEFT))


def test_an_id_that_rows_of_other_content_share_is_none() -> None:
    """An attribute that repeats on different messages loses none of them."""
    rows = "".join(f'<div class="row left" data-id="row"><p>{text}</p></div>' for text in "AB")

    assert [(None, "A"), (None, "B")] == [
        (one.message_id, one.text) for one in list_messages(read_chat(rows))
    ]


def test_long_ids_stay_text() -> None:
    """An id beyond 2^53 is kept digit by digit."""
    rows = "".join(
        f'<div class="row left" data-message-id="900719925474099312{digit}"><p>{digit}</p></div>'
        for digit in "12"
    )

    assert ["9007199254740993121", "9007199254740993122"] == [
        one.message_id for one in list_messages(read_chat(rows))
    ]


@pytest.mark.parametrize("clock", ["<i>10:00</i>", ""])
def test_panes_of_a_page_are_no_sides(clock: str) -> None:
    """Boxes that are called left and right and hold lists are no messages."""
    news = f'<div class="message-entry"><p>Your order was sent</p>{clock}</div>'
    body = f'<div class="message-left"><p>Orders</p></div><div class="message-right">{news * 3}</div>'

    assert () == read_chat_page(f'<div class="message-center">{body}</div>').threads


def test_several_bubbles_of_a_row_are_messages_of_their_own() -> None:
    """A row that gathers what one side wrote in a go is taken apart."""
    row = '<div class="row {}"><div class="bubble"><p>{}</p></div><div class="bubble"><p>{}</p></div></div>'
    parsed = read_chat(row.format("left", "A", "B") + row.format("right", "C", "D"))

    assert [("seller", "A"), ("seller", "B"), ("buyer", "C"), ("buyer", "D")] == list_said(parsed)


def test_the_bubbles_of_one_row_are_no_conversation() -> None:
    """Of a conversation that has a single row, the row is read and not what repeats in it."""
    bubble = '<div class="msg-bubble seller"><p>Hello</p><i class="time">10:00</i></div>'
    row = f'<div class="row left">{bubble * 2}</div>'
    parsed = read_chat(f'<div class="date">Sep 1, 2026</div>{row}')

    assert ["Sep 1, 2026 10:00"] * 2 == [one.at_text for one in list_messages(parsed)]


def test_messages_of_a_group_are_messages_of_their_own() -> None:
    """What one side wrote in a go is taken apart where each piece is called a message."""
    message = '<div class="msg">{}</div>'
    group = f'<div class="group {{}}"><div class="all">{message * 2}</div></div>'
    parsed = read_chat(group.format("left", "A", "B") + group.format("right", "C", "D"))

    assert [("seller", "A"), ("seller", "B"), ("buyer", "C"), ("buyer", "D")] == list_said(parsed)


def test_a_heading_within_the_first_row_of_its_day_is_one() -> None:
    """A virtual list keeps a day's heading in the box of the first row; the rows after it are of that day."""
    first = f'<div class="wrap"><div class="day">Yesterday</div>{make_row("self", "A", "09:00")}</div>'
    parsed = read_chat(first + f'<div class="wrap">{make_row("peer", "B", "09:05")}</div>')

    assert [("buyer", "A"), ("seller", "B")] == list_said(parsed)
    assert ["Yesterday 09:00", "Yesterday 09:05"] == [one.at_text for one in list_messages(parsed)]


def test_newest_first_is_turned_round() -> None:
    """A list that the page builds from below is given in the order in which it was written."""
    rows = "".join(make_row("left", str(hour), f"Sep 6, 2026 {hour}:00") for hour in (18, 15, 12))

    assert ["12", "15", "18"] == [text for _, text in list_said(read_chat(rows))]


@pytest.mark.parametrize(
    ("heading", "clock", "at", "shown"),
    [
        ("Yesterday", "18:39", "2026-09-06T21:39", "Yesterday 18:39"),
        ("Today", "11:00", "2026-09-07T14:00", "Today 11:00"),
        ("Today", "23:00", None, "Today 23:00"),  # after the page was seen
        ("Sep 3, 2026", "09:05", "2026-09-03T12:05", "Sep 3, 2026 09:05"),
        ("Saturday", "09:05", "2026-09-05T12:05", "Saturday 09:05"),
        ("Monday", "09:05", None, "Monday 09:05"),  # today or a week ago
        ("a moment ago", "09:05", None, "a moment ago 09:05"),
        ("Dec 30", "09:05", "2025-12-30T12:05", "Dec 30 09:05"),
        ("Yesterday", "Sep 1, 2026 09:05", "2026-09-01T12:05", "Sep 1, 2026 09:05"),
    ],
)
def test_times_are_worked_out_from_the_heading(heading: str, clock: str, at: str | None, shown: str) -> None:
    """A clock belongs to the day above it, in the zone of the capture; what is not certain stays words."""
    parsed = read_chat(f'<div class="date">{heading}</div>{make_row("left", "A", clock)}')
    [message] = list_messages(parsed)

    expected = datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None
    assert (expected, shown) == (message.at, message.at_text)


def test_times_that_cannot_be_read_are_a_problem() -> None:
    """A conversation of which every time is shown in a way nobody knows says so, and keeps the words."""
    parsed = read_chat(make_row("left", "A", "in the year of the cat") + make_row("right", "B", "soon after"))

    assert [("messages.at", "no time can be read")] == list_problems(parsed)
    assert ["in the year of the cat", "soon after"] == [one.at_text for one in list_messages(parsed)]


def test_a_message_that_is_a_day_is_no_heading() -> None:
    """What somebody wrote stays a message, be it "Yesterday" or "18:39"."""
    rows = '<div class="row left"><p>Yesterday</p></div><div class="row right"><p>18:39</p></div>'

    assert [("seller", "Yesterday"), ("buyer", "18:39")] == list_said(read_chat(rows))
