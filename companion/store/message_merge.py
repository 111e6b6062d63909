"""Pure: one message out of all that captures showed of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from companion.model import Author, KeptMessage, Message, MessageKind, Source
from companion.store.message_groups import Showing

Value = TypeVar("Value")


def merge_showings(showings: Iterable[Showing]) -> KeptMessage:
    """Make a message of its showings, which are given in the order they were captured.

    What an earlier showing tells stays, and a later one fills in what was not told. The site's data is exact,
    so it goes before a page; and what a message said goes before the notice that it was taken back.
    """
    seen = list(showings)
    told = sorted(seen, key=lambda one: (one.message.recalled, one.source is Source.PAGE))
    recall = next((one for one in seen if one.message.recalled), None)
    shows_words = next(
        (one for one in seen if _says_anything(one.message) and not one.message.recalled), seen[0]
    )
    captures = dict.fromkeys(one.capture_id for one in seen)
    return KeptMessage(
        message=_merge([one.message for one in told], is_recalled=recall is not None),
        capture_id=shows_words.capture_id,
        first_seen_at=seen[0].captured_at,
        last_capture_id=seen[-1].capture_id,
        captures=len(captures),
        recalled_seen_at=recall.captured_at if recall else None,
        recall_capture_id=recall.capture_id if recall else None,
    )


def _merge(told: list[Message], *, is_recalled: bool) -> Message:
    text, original = _choose_texts(told)
    return Message(
        message_id=_first(told, lambda one: one.message_id),
        author=_choose_author(told),
        at=_first(told, lambda one: one.at),
        at_text=_first(told, lambda one: one.at_text),
        kind=_first(told, lambda one: None if one.kind is MessageKind.UNKNOWN else one.kind)
        or MessageKind.UNKNOWN,
        text=text,
        original_text=original,
        media=_first(told, lambda one: one.media or None) or (),
        recalled=is_recalled,
        card=_first(told, lambda one: one.card),
        order_id=_first(told, lambda one: one.order_id),
        product_id=_first(told, lambda one: one.product_id),
    )


def _choose_texts(told: list[Message]) -> tuple[str | None, str | None]:
    """Choose words and what they translate from one showing: those of two may not belong together."""
    both = next((one for one in told if one.original_text and not one.recalled), None)
    chosen = both or next((one for one in told if one.text), None)
    return (chosen.text, chosen.original_text) if chosen else (None, None)


def _choose_author(told: list[Message]) -> Author | None:
    """Choose who wrote it; that it was the robot shows in the site's data alone."""
    authors = [one.author for one in told if one.author]
    return Author.BOT if Author.BOT in authors else next(iter(authors), None)


def _says_anything(message: Message) -> bool:
    return bool(message.text or message.media or message.order_id or message.product_id)


def _first(told: list[Message], find: Callable[[Message], Value | None]) -> Value | None:
    return next((value for one in told if (value := find(one)) is not None), None)
