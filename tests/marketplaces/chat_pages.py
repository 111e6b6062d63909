"""Chat pages made for tests."""

from __future__ import annotations

from companion.marketplaces import parse_capture
from companion.model import Message, Parsed, PartRole, Thread
from tests.marketplaces.captures import make_capture, make_part
from tests.marketplaces.pages import make_document

CHAT_PAGE = "https://www.aliexpress.com/p/message/index.html?orderId=8200000000000117"
FRAME_PAGE = "https://msg.aliexpress.com/window.html"


def read_chat(rows: str, *, title: str = "Lyra Lamps Store", language: str = "en") -> Parsed:
    """Read rows within the known parts of the page, as seen on 7 September 2026, a Monday, in Sao Paulo."""
    return read_chat_page(
        f'<div class="message-view"><div class="message-view-title">'
        f'<span class="message-view-title__content">{title}</span></div><div class="list">{rows}</div></div>',
        language=language,
    )


def read_chat_page(
    body: str | bytes, *, language: str = "en", frame_id: str = "0", frame_url: str = FRAME_PAGE
) -> Parsed:
    """Read a whole page, or a frame of one."""
    data = body if isinstance(body, bytes) else make_document(body, language)
    url = CHAT_PAGE if frame_id == "0" else frame_url
    part = make_part(data, url, PartRole.PAGE, frame_id)
    [parsed] = parse_capture(make_capture(part, url=CHAT_PAGE, language=None))
    return parsed


def get_thread(parsed: Parsed) -> Thread:
    """Get the one conversation of a page."""
    [thread] = parsed.threads
    return thread


def list_messages(parsed: Parsed) -> tuple[Message, ...]:
    """List the messages of the one conversation."""
    return get_thread(parsed).messages


def list_said(parsed: Parsed) -> list[tuple[str | None, str | None]]:
    """List who said what."""
    return [(message.author and message.author.value, message.text) for message in list_messages(parsed)]


def make_row(side: str, text: str, clock: str = "10:00") -> str:
    """Make a row of one side."""
    return f'<div class="row {side}"><p class="text">{text}</p><i class="time">{clock}</i></div>'
