"""What stands between the messages of a chat page: the mark at its beginning, notices, what is none."""

from __future__ import annotations

import pytest

from companion.marketplaces import parse_capture
from companion.model import PartRole
from tests.marketplaces.captures import make_capture, make_part
from tests.marketplaces.chat_pages import CHAT_PAGE, get_thread, list_messages, make_row, read_chat

LEFT, RIGHT = make_row("left", "Hello"), make_row("right", "Where is it?")


@pytest.mark.parametrize(("mark", "problems"), [(' data-orderproof-rows=""', ()), ("", ("messages",))])
def test_rows_of_another_list_are_no_trouble(mark: str, problems: tuple[str, ...]) -> None:
    """Rows copied of any scrolling list may be no messages; a whole chat page without one says so."""
    entry = '<div class="session-item"><b>Orion Store</b><p>Thank you</p></div>'
    page = f"<!DOCTYPE html><html{mark}><body><div>{entry * 5}</div></body></html>"
    part = make_part(page.encode(), CHAT_PAGE, PartRole.PAGE, "0")
    [parsed] = parse_capture(make_capture(part, url=CHAT_PAGE, language=None))

    assert ((), problems) == (parsed.threads, tuple(one.field for one in parsed.problems))


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


@pytest.mark.parametrize("text", ["Loading", "Loading...", "Загрузка…", "加载中"])
def test_what_is_on_its_way_is_no_message(text: str) -> None:
    """A row that says that older messages are being fetched is none; who writes the same word has said it."""
    shown = read_chat(f'<div class="start">{text}</div>{LEFT}{RIGHT}{make_row("left", text)}')

    assert ["Hello", "Where is it?", text] == [one.text for one in list_messages(shown)]


@pytest.mark.parametrize(
    ("notice", "author"),
    [
        ("You recalled a message", "buyer"),
        ("The seller recalled a message.", "seller"),
        ("Вы отозвали: отозвал сообщение", "buyer"),
        ("你撤回了一条消息", "buyer"),
        ("卖家撤回了一条消息", "seller"),
        ("Message recalled", None),
        ("Youssef Store recalled a message", None),
    ],
)
def test_who_took_a_message_back(notice: str, author: str | None) -> None:
    """The notice in its place names the side that took a message back, or nobody that is known."""
    shown = list_messages(read_chat(LEFT + f'<div class="tip">{notice}</div>' + RIGHT))

    assert [("seller", False), (author, True), ("buyer", False)] == [
        (one.author and one.author.value, one.recalled) for one in shown
    ]


def test_the_end_of_the_list_is_no_beginning() -> None:
    """A mark below the messages says nothing of what is above them."""
    assert not get_thread(
        read_chat(LEFT + RIGHT + '<div class="tip">No more messages</div>')
    ).complete_from_start
