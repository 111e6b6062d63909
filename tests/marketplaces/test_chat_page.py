"""Conversations read from the page: rows by what repeats, sides by what tells, no time that is a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from companion.model import MessageKind
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
    rows = "".join(f'<div class="row left" data-id="7"><p>{text}</p></div>' for text in "AB")

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


def test_several_bubbles_of_a_row_are_messages_of_their_own() -> None:
    """A row that gathers what one side wrote in a go is taken apart."""
    row = '<div class="row {}"><div class="bubble"><p>{}</p></div><div class="bubble"><p>{}</p></div></div>'
    parsed = read_chat(row.format("left", "A", "B") + row.format("right", "C", "D"))

    assert [("seller", "A"), ("seller", "B"), ("buyer", "C"), ("buyer", "D")] == list_said(parsed)


def test_newest_first_is_turned_round() -> None:
    """A list that the page builds from below is given in the order in which it was written."""
    rows = "".join(make_row("left", str(hour), f"Sep 6, 2026 {hour}:00") for hour in (18, 15, 12))

    assert ["12", "15", "18"] == [text for _, text in list_said(read_chat(rows))]


def test_line_breaks_are_kept_and_hostile_signs_are_not() -> None:
    """A message keeps its lines; controls and marks that turn text round are gone, markup is text."""
    text = "=1+1<br>&lt;b&gt;\x01&#x202e;txt.exe&#x202c;<br><br>end"
    [message, _] = list_messages(read_chat(make_row("left", text) + RIGHT))

    assert "=1+1\n<b>txt.exe\n\nend" == message.text


def test_a_message_of_a_hundred_kilobytes_is_kept() -> None:
    """A long line stays whole."""
    [message, _] = list_messages(read_chat(make_row("left", "x" * 100_000) + RIGHT))

    assert "x" * 100_000 == message.text


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


def test_times_of_which_none_is_certain_are_a_problem() -> None:
    """A conversation whose times are shown and cannot be read says so."""
    assert [("messages.at", "no time is certain")] == list_problems(read_chat(LEFT + RIGHT))


def test_a_message_that_is_a_day_is_no_heading() -> None:
    """What somebody wrote stays a message, be it "Yesterday" or "18:39"."""
    assert [("seller", "Yesterday"), ("buyer", "18:39")] == list_said(
        read_chat(make_row("left", "Yesterday") + make_row("right", "18:39"))
    )


@pytest.mark.parametrize(
    ("row", "is_complete"),
    [
        ('<div class="tip">No more messages</div>', True),
        ('<div class="list-nomore"><i>—</i></div>', True),
        ("<div>больше нет сообщений</div>", True),
        ('<div class="loading">Loading</div>', False),
        ('<div class="tip" style="display:none">No more messages</div>', False),
        ("", False),
    ],
)
def test_only_the_page_itself_says_that_nothing_is_before(row: str, is_complete: bool) -> None:
    """The beginning was seen where a mark that is shown says so above the first message."""
    assert is_complete is get_thread(read_chat(row + LEFT + RIGHT)).complete_from_start


def test_the_end_of_the_list_is_no_beginning() -> None:
    """A mark below the messages says nothing of what is above them."""
    assert not get_thread(
        read_chat(LEFT + RIGHT + '<div class="tip">No more messages</div>')
    ).complete_from_start


@pytest.mark.parametrize(
    "row",
    [
        '<div class="row left message-recalled"><p>This message was recalled</p></div>',
        '<div class="row"><span class="notice">撤回了一条消息</span></div>',
        '<div class="row right" data-recalled="true"><p>Hello</p></div>',
    ],
)
def test_recalled_messages_are_marked(row: str) -> None:
    """A message that was taken back is kept as such."""
    assert [True, False, False] == [one.recalled for one in list_messages(read_chat(row + LEFT + RIGHT))]


def test_a_button_that_recalls_is_no_recall() -> None:
    """That a message could be taken back does not make it one."""
    row = '<div class="row right"><p>Hello</p><button class="recall-btn">Recall</button></div>'

    assert [False, False] == [one.recalled for one in list_messages(read_chat(row + LEFT))]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Hello</p><p class=translated>Hallo</p>",
        "<p class=original>Hello</p><p>Hallo</p>",
        "<div class=translate-box><p class=origin>Hello</p><p class=trans>Hallo</p></div>",
        '<p>Hello</p><p data-type="translation">Hallo</p>',
        '<p>Hello</p><p data-translated="true">Hallo</p>',
        "<p>Hello</p><p>Übersetzung:</p><p>Hallo</p>",
        "<p>Original</p><p>Hello</p><p>Translation</p><p>Hallo</p>",
        "<p>Hello</p><p class=translated>Hallo</p><span class=translate-btn>Show original</span>",
    ],
)
def test_a_translation_and_its_original_are_told_apart(content: str) -> None:
    """The translation is what is shown, and the words it was made of are kept beside it."""
    [message, _] = list_messages(read_chat(f'<div class="row left">{content}</div>{RIGHT}'))

    assert ("Hallo", "Hello") == (message.text, message.original_text)


def test_equal_words_are_no_translation() -> None:
    """A translation that says the same is no second text."""
    row = '<div class="row left"><p>Ok</p><p class="translated">Ok</p></div>'
    [message, _] = list_messages(read_chat(row + RIGHT))

    assert ("Ok", None) == (message.text, message.original_text)


def test_small_and_repeated_pictures_are_no_media() -> None:
    """Faces, signs and smileys are left out; what was sent stays, at the address that was shown."""
    face = '<img src="https://x.alicdn.com/face.png">'
    tick = '<img width="16" src="https://x.alicdn.com/tick.png">'
    rows = "".join(
        f'<div class="row left">{face}<p>{n}</p><img src="//x.alicdn.com/kf/sent-{n}.jpg?e=1">{tick}'
        f'<i style="background-image:url(https://x.alicdn.com/kf/b{n}.png)"></i></div>'
        for n in range(4)
    )

    assert [
        (f"https://x.alicdn.com/kf/sent-{n}.jpg", f"https://x.alicdn.com/kf/b{n}.png") for n in range(4)
    ] == [one.media for one in list_messages(read_chat(rows))]


def test_a_video_is_told_from_a_picture() -> None:
    """A video keeps its addresses, and a frozen one is known by its mark."""
    rows = (
        '<div class="row left"><video src="https://v.alicdn.com/a.mp4" poster="https://v.alicdn.com/a.jpg"></video></div>'
        '<div class="row left"><img data-orderproof-video="" src="orderproof-video:1"></div>'
    )

    assert [
        (MessageKind.VIDEO, ("https://v.alicdn.com/a.mp4", "https://v.alicdn.com/a.jpg")),
        (MessageKind.VIDEO, ()),
    ] == [(one.kind, one.media) for one in list_messages(read_chat(rows))]
