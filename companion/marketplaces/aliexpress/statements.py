"""What pages say about the buyer's rights: each statement with its smallest sentence as quote.

Places seen 2026-09 (golden order_detail/*, tracking/*). Joined and rich-text copies of a sentence are not
read while the plain list is there. Product texts are never read: a seller may write anything into a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.aliexpress.mtop import pick
from companion.marketplaces.aliexpress.promises import (
    Found,
    ProgressNode,
    is_promise,
    read_nodes,
    read_sentences,
)
from companion.marketplaces.aliexpress.sentences import Meaning
from companion.marketplaces.base import Node
from companion.model import Order, Statement, StatementKind
from companion.text import split_sentences
from companion.when import parse_days

_STATUS = "detail_order_status_block"
_PROMISE = "fastDeliveryInfoDTO"
_SERVICES = "detail_order_services"
_PROGRESS = "detail_service_progress_bar"
_PRODUCTS = "detail_product_block"


def parse_order_statements(
    components: tuple[tuple[str, Node], ...], order: Order, reading: Reading
) -> tuple[Statement, ...]:
    """Read every statement of an order page."""
    found: list[Statement] = []
    for tag, read in (
        (_STATUS, _read_reminder),
        (_PROGRESS, _read_progress),
        (_SERVICES, _read_services),
    ):
        for fields in pick(components, tag):
            found += make_statements(read(fields, reading), order.order_id, tag)
    estimates = (
        meaning
        for fields in pick(components, _PRODUCTS)
        for meaning in _read_estimates(fields, order.placed_on, reading)
    )
    return tuple(found + make_statements(estimates, order.order_id, _PRODUCTS))


def parse_promise(node: Node, order_id: str, reading: Reading) -> list[Statement]:
    """Read the fast-delivery promise of a tracking answer: its list, else one of the list's copies."""
    listed = [
        text for item in node.at("fdContentList").items("statements") if (text := item.text("statements"))
    ]
    copies = (node.at("fdContent").markup("statements"), *_rich_texts(node))
    sentences = [sentence for text in listed or filter(None, copies) for sentence in split_sentences(text)]
    unique = list(dict.fromkeys(sentences))
    found = read_sentences(unique, node, reading.setting.language, by_shape=True)
    return make_statements(found, order_id, _PROMISE)


def make_statements(found: Iterable[Found], order_id: str, place: str) -> list[Statement]:
    """Make statements, one for each kind and anchor of a place.

    Of two days the earlier warns, so it stays; of two estimates of delivery the later, for only then is it
    late.
    """
    kept: dict[tuple[StatementKind, object], Statement] = {}
    for meaning, quote in found:
        key = (meaning.kind, meaning.after)
        statement = Statement(
            order_id, meaning.kind, meaning.on, meaning.within_days, meaning.after, quote, place
        )
        if key not in kept or _replaces(statement, kept[key]):
            kept[key] = statement
    return list(kept.values())


def _replaces(new: Statement, old: Statement) -> bool:
    if new.on and old.on:
        is_estimate = new.kind is StatementKind.ESTIMATED_DELIVERY
        return new.on > old.on if is_estimate else new.on < old.on
    return bool(new.within_days and old.within_days and new.within_days < old.within_days)


def _read_reminder(fields: Node, reading: Reading) -> Iterator[Found]:
    """Read the sentences under an order's state, by their words: nothing else says what they mean."""
    reminder = fields.at("reminder")
    sentences = split_sentences(reminder.markup("statements") or "")
    return read_sentences(sentences, reminder, reading.setting.language, by_shape=False)


def _read_services(fields: Node, reading: Reading) -> Iterator[Found]:
    """Read the services: each `content` joins the sentences of one service."""
    language = reading.setting.language
    for service in fields.at("data").items("statements"):
        content = service.at("content")
        sentences = split_sentences(content.markup("statements") or "")
        yield from read_sentences(sentences, content, language, by_shape=is_promise(sentences, language))


def _read_progress(fields: Node, reading: Reading) -> Iterator[Found]:
    """Read the progress bar: its text, then its nodes, of which the last is the refund."""
    text, language = fields.at("text"), reading.setting.language
    sentences = split_sentences(text.markup("statements") or "")
    told = list(read_sentences(sentences, text, language, by_shape=False))
    yield from told
    nodes = [
        ProgressNode(label, node.at("time").text("statements"), node.at("time"))
        for node in fields.at("nodes").items("statements")
        if (label := node.at("text").text("statements"))
    ]
    yield from read_nodes(nodes, {meaning.kind for meaning, _ in told}, language)


def _read_estimates(fields: Node, placed_on: date | None, reading: Reading) -> Iterator[Found]:
    """Read when the parcel was said to arrive; a day without a year lies near the day of the order."""
    near = placed_on or reading.setting.captured_at.date()
    for line in fields.at("productVOList").items("statements"):
        title = line.at("etaAndTrack", "expectDeliveryDateTitle")
        span = title.read("statements", lambda text: parse_days(text, reading.setting.language, near))
        quote = title.text("statements")
        if span and quote:
            yield Meaning(StatementKind.ESTIMATED_DELIVERY, on=span.end), quote


def _rich_texts(node: Node) -> list[str | None]:
    if node.at("fdContent").is_present:
        return []
    return [item.markup("statements") for item in node.at("fdContentListRichText").items("statements")]
