"""What an order page says about the buyer's rights, as the buyer reads it: block by block.

The blocks of the page are `.order-block` (seen 2022-2026); what is inside the blocks of services and of the
progress bar is not evidenced, so they are known by a word in their class and read by their lines. Blocks of
products are never read: a seller may write anything into a title. Golden order_detail/page-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.privacy import RECEIVER
from companion.marketplaces.aliexpress.promises import (
    Found,
    ProgressNode,
    is_promise,
    read_nodes,
    read_sentences,
)
from companion.marketplaces.aliexpress.sentences import Meaning
from companion.marketplaces.aliexpress.statements import make_statements
from companion.marketplaces.dom import HIDDEN, Spot
from companion.model import Statement, StatementKind
from companion.text import split_sentences
from companion.when import find_days, parse_days

REMINDER = "page: order-block reminder"
PROGRESS = "page: order-block progress"
SERVICES = "page: order-block services"
ESTIMATE = "page: order-detail-item estimate"

_STATUS = (".order-status.order-block", ".order-status")
_BUTTONS = "button, .comet-btn, [class*=btn], .order-block-title"
_ETA = ".order-detail-item-track-eta-text"
_PRODUCTS = ".order-detail-item, .order-detail-item-content-wrap, .item-title, [class*=store-name]"
_OTHER = f"{_PRODUCTS}, .order-price, .order-detail-info, .order-info, .order-status, {RECEIVER}"
_HOLDS_PRODUCTS = ".order-detail-item-content-wrap, .item-title, .order-detail-item"
_PROGRESS_WORDS = frozenset({"progress", "steps", "step"})
_SERVICE_WORDS = frozenset({"service", "services", "guarantee", "promise"})
_NODES = ("li", "[class*=node]", "[class*=step]")


def parse_page_statements(
    order_id: str, placed_on: date | None, reading: PageReading
) -> tuple[Statement, ...]:
    """Read every statement of an order page of today."""
    found = make_statements(_read_reminder(reading), order_id, REMINDER)
    for block in _list_blocks(reading.root):
        if _PROGRESS_WORDS & block.class_words:
            found += make_statements(_read_progress(block, reading), order_id, PROGRESS)
        else:
            found += make_statements(read_services(block, reading), order_id, SERVICES)
    estimates = make_statements(_read_estimates(placed_on, reading), order_id, ESTIMATE)
    return tuple(dict.fromkeys(found + estimates))


def read_services(block: Spot, reading: PageReading) -> Iterator[Found]:
    """Read the services of a block: one box for each where the page has such boxes, else all of it as one."""
    boxes = block.find_all("[class*=service]:not(:has([class*=service]))")
    for box in boxes or (block,):
        lines = box.lines(f"{HIDDEN}, {_OTHER}")
        sentences = split_lines(lines)
        language = reading.setting.language
        yield from read_sentences(sentences, box, language, by_shape=is_promise(sentences, language))


def _list_blocks(root: Spot) -> tuple[Spot, ...]:
    """List the innermost blocks that may state a right, in the order of the page."""
    blocks = root.find_all(".order-block, [class*=service], [class*=progress]")
    return tuple(block for block in blocks if _may_state(block) and not _is_within(block))


def _may_state(block: Spot) -> bool:
    words = block.class_words
    if block.find(_HOLDS_PRODUCTS).is_present or block.find(".order-block").is_present:
        return False
    is_other = {"status", "price", "info", "item"} & words
    return not is_other


def _is_within(block: Spot) -> bool:
    """Tell a block within another one that is read, or within the products'."""
    around = block.parent()
    while around.is_present:
        words = around.class_words
        if "order-block" in around.classes or (_PROGRESS_WORDS | _SERVICE_WORDS) & words or "item" in words:
            return True
        around = around.parent()
    return False


def _read_reminder(reading: PageReading) -> Iterator[Found]:
    """Read the sentences under an order's state, by their words: nothing else says what they mean."""
    block = reading.root.find(*_STATUS)
    lines = block.lines(f"{HIDDEN}, {_BUTTONS}")
    sentences = split_lines(lines)
    return read_sentences(sentences, block, reading.setting.language, by_shape=False)


def _read_progress(block: Spot, reading: PageReading) -> Iterator[Found]:
    """Read the progress bar: its text, then its nodes, each a name with a day."""
    language = reading.setting.language
    boxes = next((found for one in _NODES if (found := block.outermost(one))), ())
    nodes = [node for box in boxes if (node := _make_node(box, language))]
    lines = block.lines(f"{HIDDEN}, {', '.join(_NODES)}")
    sentences = split_lines(lines)
    told = list(read_sentences(sentences, block, language, by_shape=False))
    yield from told
    yield from read_nodes(nodes, {meaning.kind for meaning, _ in told}, language)


def _make_node(box: Spot, language: str | None) -> ProgressNode | None:
    """Part a node into its name and the day under it, which may stand in one line without a gap."""
    text = box.words(HIDDEN)
    days = find_days(text, language)
    if not text:
        return None
    if not days:
        return ProgressNode(text, None, box)
    label = f"{text[: days[0].start]} {text[days[-1].end :]}".strip(" :|-")
    return ProgressNode(label, text[days[0].start : days[-1].end], box) if label else None


def _read_estimates(placed_on: date | None, reading: PageReading) -> Iterator[Found]:
    """Read when the parcels were said to arrive; a day without a year lies near the day of the order."""
    near = placed_on or reading.setting.captured_at.date()
    for spot in reading.root.find_all(_ETA):
        span = spot.read("statements", lambda text: parse_days(text, reading.setting.language, near))
        if span:
            yield Meaning(StatementKind.ESTIMATED_DELIVERY, on=span.end), spot.see()


def split_lines(lines: Sequence[str]) -> list[str]:
    """Cut lines into their sentences."""
    return [sentence for line in lines for sentence in split_sentences(line)]
