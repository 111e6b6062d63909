"""A conversation on the terminal: both sides, day by day, with what is missing said where it is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from companion.commands.listing import format_text, format_word
from companion.model import Author, Conversation, ConversationSummary, KeptMessage, MessageKind
from companion.printing import Colour, Terminal, clean, shorten
from companion.protection.bookmarks import find_bookmarks
from companion.protection.wording import day_words, gap_words

_LONGEST_TIME = 40
_SPEAKERS = {
    Author.BUYER: "you",
    Author.SELLER: "seller",
    Author.PLATFORM: "AliExpress",
    Author.BOT: "robot in the seller's name",
    None: "somebody",
}


def make_conversation_json(talk: Conversation, declared: Collection[str] = ()) -> dict[str, object]:
    """Make the record that is printed: messages in the shape of `parse`, each with where it was seen.

    Args:
        talk: the conversation.
        declared: the tracking numbers that its orders show.
    """
    messages = [_make_message_json(kept, declared) for kept in talk.messages]
    return make_thread_json(talk.summary) | {"messages": messages}


def make_thread_json(talk: ConversationSummary) -> dict[str, object]:
    """Make the record of a conversation without what was said in it."""
    return {
        "marketplace": talk.marketplace,
        "name": talk.name,
        "thread_id": talk.thread_id,
        "seller": talk.seller,
        "order_ids": talk.order_ids,
        "complete_from_start": talk.complete_from_start,
        "one_sided": talk.one_sided,
        "message_count": talk.message_count,
        "first_at": talk.first_at,
        "last_at": talk.last_at,
        "gaps": [
            {
                "behind": gap.behind,
                "after_at": gap.after_at,
                "before_at": gap.before_at,
                "says": gap_words(gap),
            }
            for gap in talk.gaps
        ],
        "missing_since_at": talk.missing_since_at,
        "last_seen_at": talk.last_seen_at,
    }


def _make_message_json(kept: KeptMessage, declared: Collection[str]) -> dict[str, object]:
    rest: dict[str, object] = msgspec.to_builtins(kept)
    message: dict[str, object] = msgspec.to_builtins(kept.message)
    del rest["message"]
    return message | rest | {"bookmarks": find_bookmarks(kept.message, declared)}


def print_conversation(
    terminal: Terminal, talk: Conversation, order_id: str, declared: Collection[str] = ()
) -> None:
    """Print a conversation with all its messages, for the reader of an order."""
    terminal.line()
    terminal.line(f"Conversation with {name_seller(talk.summary)}", Colour.BOLD)
    if order_id not in talk.order_ids:
        terminal.line("It is with the same seller; no page ties it to this order.", Colour.DIM)
    if talk.messages and talk.complete_from_start:
        terminal.line("Its first message was seen to be the first.", Colour.DIM)
    for text in list_remarks(talk.summary):
        terminal.line(text, Colour.DIM)
    gaps = {gap.behind: gap for gap in talk.gaps}
    day = None
    for place, kept in enumerate(talk.messages):
        at = kept.message.at.astimezone() if kept.message.at else None
        if at and at.date() != day:
            day = at.date()
            terminal.line(day_words(day), Colour.BOLD)
        _print_message(terminal, kept)
        for bookmark in find_bookmarks(kept.message, declared):
            terminal.line(f"         bookmark: the seller {bookmark.label}", Colour.YELLOW)
        if place in gaps:
            terminal.line(f"  --- {gap_words(gaps[place])} ---", Colour.YELLOW)


def name_seller(talk: ConversationSummary) -> str:
    """Name the other side."""
    return (talk.seller.name if talk.seller else None) or "a seller whose name was not shown"


def list_remarks(talk: ConversationSummary) -> Iterator[str]:
    """Say what a reader has to know of a conversation as a whole."""
    if talk.message_count and not talk.complete_from_start:
        yield "Its beginning was not on screen: scroll up to the first message once to keep it."
    if talk.one_sided:
        yield "Only one side of it was seen to write."
    if talk.missing_since_at:
        moment = talk.missing_since_at.astimezone()
        when = f"{day_words(moment.date())} {moment:%H:%M}"
        yield f"Something was announced on {when} and was not on screen since: open the conversation once."
    if not talk.message_count:
        yield "None of its messages was on screen: open the conversation once to keep them."


def _print_message(terminal: Terminal, kept: KeptMessage) -> None:
    message = kept.message
    time = message.at.astimezone().strftime("%H:%M") if message.at else _quote_time(message.at_text)
    speaker = _SPEAKERS[message.author]
    lines = (message.text or "").splitlines() or [f"({format_word(message.kind)})"]
    terminal.line(f"  {time}  {speaker}: {lines[0]}")
    for line in lines[1:]:
        terminal.line(f"         | {line}")  # marked, or it could pass for a line of ours
    for line in _list_details(kept):
        terminal.line(f"         {line}")


def _quote_time(said: str | None) -> str:
    """Give the words for a time that nobody could read, told from a clock of ours."""
    return f"“{shorten(clean(said), _LONGEST_TIME)}”" if said else format_text(None)


def _list_details(kept: KeptMessage) -> Iterator[str]:
    message = kept.message
    if message.original_text:
        yield f"written as: {' / '.join(message.original_text.splitlines())}"
    if message.kind is MessageKind.UNKNOWN:
        yield f"a card of a kind that is not read yet: {format_text(message.card)}"
    yield from (f"picture or video: {url}" for url in message.media)
    if message.order_id:
        yield f"order {message.order_id}"
    if message.product_id:
        yield f"product {message.product_id}"
    if kept.recalled_seen_at:
        yield f"taken back later, as seen in capture {kept.recall_capture_id}"
    yield f"seen in capture {kept.capture_id}"
