"""What pages say about the buyer's rights: each statement with its smallest sentence as quote.

Places seen 2026-09 (golden order_detail/*, tracking/*). Joined and rich-text copies of a sentence are not
read while the plain list is there. Product texts are never read: a seller may write anything into a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.aliexpress.mtop import pick
from companion.marketplaces.aliexpress.sentences import (
    Meaning,
    find_first_day,
    read_by_shape,
    read_by_words,
    states_something,
)
from companion.marketplaces.base import Node
from companion.model import Order, Statement, StatementKind
from companion.money import has_amount
from companion.text import split_sentences
from companion.when import parse_days

_STATUS = "detail_order_status_block"
_PROMISE = "fastDeliveryInfoDTO"
_SERVICES = "detail_order_services"
_PROGRESS = "detail_service_progress_bar"
_PRODUCTS = "detail_product_block"

_REFUND_NODE = "refund"
_PROMISE_SENTENCES = 3  # of a fast-delivery promise at least; two where both are dated

Found = tuple[Meaning, str]


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
    found = _read_list(list(dict.fromkeys(sentences)), node, reading, by_shape=True)
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
    return _read_list(sentences, reminder, reading, by_shape=False)


def _read_services(fields: Node, reading: Reading) -> Iterator[Found]:
    """Read the services: each `content` joins the sentences of one service."""
    for service in fields.at("data").items("statements"):
        content = service.at("content")
        sentences = split_sentences(content.markup("statements") or "")
        yield from _read_list(sentences, content, reading, by_shape=_is_promise(sentences, reading))


def _is_promise(sentences: Sequence[str], reading: Reading) -> bool:
    """Tell a fast-delivery promise by its shape from a service that only names a day."""
    dated = sum(find_first_day(one, reading.setting.language) is not None for one in sentences)
    return dated > 1 or (dated == 1 and len(sentences) >= _PROMISE_SENTENCES)


def _read_list(sentences: Sequence[str], node: Node, reading: Reading, *, by_shape: bool) -> Iterator[Found]:
    language = reading.setting.language
    for sentence in sentences:
        meaning = read_by_words(sentence, language)
        if meaning is None and by_shape and not _is_english(language):
            meaning = read_by_shape(sentence, language)
        if meaning is not None:
            yield meaning, sentence
        elif states_something(sentence, language):
            node.problem("statements", sentence)


def _read_progress(fields: Node, reading: Reading) -> Iterator[Found]:
    """Read the progress bar: its text, then its nodes, of which the last is the refund."""
    text = fields.at("text")
    told = list(_read_list(split_sentences(text.markup("statements") or ""), text, reading, by_shape=False))
    yield from told
    nodes = [
        (label, node.at("time"))
        for node in fields.at("nodes").items("statements")
        if (label := node.at("text").text("statements"))
    ]
    kinds_told = {meaning.kind for meaning, _ in told}
    for label, time in nodes:
        if has_amount(label) and StatementKind.LATE_COUPON_FROM not in kinds_told:
            yield from _read_node(label, time, StatementKind.LATE_COUPON_FROM, reading)
    refund = _find_refund_node(nodes, reading)
    if refund:
        yield from _read_node(*refund, StatementKind.REFUND_IF_NOT_DELIVERED_BY, reading)


def _find_refund_node(nodes: Sequence[tuple[str, Node]], reading: Reading) -> tuple[str, Node] | None:
    """Find the node called "Refund"; on a page in another language it is the last one of several."""
    named = [node for node in nodes if node[0].casefold() == _REFUND_NODE]
    if named:
        return named[-1]
    if len(nodes) < 2 or has_amount(nodes[-1][0]) or not nodes[-1][1].is_present:
        return None
    if _is_english(reading.setting.language):
        nodes[-1][1].problem("statements", nodes[-1][0])
        return None
    return nodes[-1]


def _read_node(label: str, time: Node, kind: StatementKind, reading: Reading) -> Iterator[Found]:
    shown = time.text("statements")
    day = time.read("statements", lambda text: find_first_day(text, reading.setting.language))
    if day and shown:
        yield Meaning(kind, on=day), f"{label}: {shown}"


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


def _is_english(language: str | None) -> bool:
    return (language or "").lower().startswith("en")
