"""What answers and pages share in stating rights: lists of sentences, and the nodes of a progress bar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from companion.marketplaces.aliexpress.sentences import (
    Meaning,
    find_first_day,
    read_by_shape,
    read_by_words,
    states_something,
)
from companion.model import StatementKind
from companion.money import has_amount

_REFUND_NODE = "refund"
_PROMISE_SENTENCES = 3  # of a fast-delivery promise at least; two where both are dated

Found = tuple[Meaning, str]


class Place(Protocol):
    """Where a sentence stands, in an answer or on a page."""

    def problem(self, field: str, excerpt: str | None = None) -> None:
        """Note that what stands here cannot be read."""


@dataclass(frozen=True, slots=True)
class ProgressNode:
    """One node of a progress bar: its name and the time shown under it."""

    label: str
    shown: str | None
    place: Place


def read_sentences(
    sentences: Sequence[str], place: Place, language: str | None, *, by_shape: bool
) -> Iterator[Found]:
    """Read sentences by their words, those of a promise in another language also by their shape."""
    for sentence in sentences:
        meaning = read_by_words(sentence, language)
        if meaning is None and by_shape and not _is_english(language):
            meaning = read_by_shape(sentence, language)
        if meaning is not None:
            yield meaning, sentence
        elif states_something(sentence, language):
            place.problem("statements", sentence)


def is_promise(sentences: Sequence[str], language: str | None) -> bool:
    """Tell a fast-delivery promise by its shape from a service that only names a day."""
    dated = sum(find_first_day(one, language) is not None for one in sentences)
    return dated > 1 or (dated == 1 and len(sentences) >= _PROMISE_SENTENCES)


def read_nodes(
    nodes: Sequence[ProgressNode], told: Collection[StatementKind], language: str | None
) -> Iterator[Found]:
    """Read a progress bar's nodes: one with an amount is the coupon, the last one is the refund.

    Args:
        nodes: in the order of the page.
        told: what the bar's own text has stated already.
        language: of the page.
    """
    for node in nodes:
        if has_amount(node.label) and StatementKind.LATE_COUPON_FROM not in told:
            yield from _read_node(node, StatementKind.LATE_COUPON_FROM, language)
    refund = _find_refund(nodes, language)
    if refund:
        yield from _read_node(refund, StatementKind.REFUND_IF_NOT_DELIVERED_BY, language)


def _find_refund(nodes: Sequence[ProgressNode], language: str | None) -> ProgressNode | None:
    """Find the node called "Refund"; on a page in another language it is the last one of several."""
    named = [node for node in nodes if node.label.casefold() == _REFUND_NODE]
    if named:
        return named[-1]
    if len(nodes) < 2 or has_amount(nodes[-1].label) or not nodes[-1].shown:
        return None
    if _is_english(language):
        nodes[-1].place.problem("statements", nodes[-1].label)
        return None
    return nodes[-1]


def _read_node(node: ProgressNode, kind: StatementKind, language: str | None) -> Iterator[Found]:
    if not node.shown:
        return
    day = find_first_day(node.shown, language)
    if day:
        yield Meaning(kind, on=day), f"{node.label}: {node.shown}"
    else:
        node.place.problem("statements", node.shown)


def _is_english(language: str | None) -> bool:
    return (language or "").lower().startswith("en")
