"""The page of one return or dispute: `…reverse.reverseOrderLineRenderForBuyer`, and its unknown relatives.

No real answer of it is public. Evidenced, by a reader of the site: `reverseDetailStatusText`, `applyReason`,
`reverseFinishInfo.refundInfo` (amount, channel). Known from the list of returns, seen 2026-09: the ids,
`reverseStatus`, `gmtCreate` with its text, and how amounts are held. Everything else is inferred from what
keys are called and what stands beside them, and tolerates any other name (golden dispute/*).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from companion.marketplaces.aliexpress.dispute_ids import DisputeIds
from companion.marketplaces.aliexpress.dispute_meaning import StateMeaning, read_state
from companion.marketplaces.aliexpress.dispute_offers import read_offers
from companion.marketplaces.aliexpress.dispute_tree import OFFERED, Twig, walk
from companion.marketplaces.aliexpress.duties import make_duty_statements, make_turn
from companion.marketplaces.aliexpress.fields import ORDER_ID_DIGITS, Reading
from companion.marketplaces.aliexpress.instants import choose_instants, read_twofold
from companion.marketplaces.aliexpress.kinds import NAME, find_parameter
from companion.marketplaces.aliexpress.nested_money import find_money
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.marketplaces.aliexpress.refunds import LINES, OPEN_BY_CODE, make_returns
from companion.marketplaces.aliexpress.return_post import read_private, read_return_post
from companion.marketplaces.aliexpress.told_duties import read_duties, read_evidence_requests
from companion.marketplaces.base import Node, Problems
from companion.model import Dispute, Money, PageKind, Parsed
from companion.text import strip_tags

_RENDER = "mtop.aliexpress.buyer.reverse.reverseorderlinerenderforbuyer"

_OTHERS = re.compile(
    r"^(?:ae|trade)?(?:item|product|sku|goods)|message|chat|memo|recommend|button|tracelog|^shop",
    re.IGNORECASE,
)
_DISPUTE_ID = re.compile(r"^reverseOrderLineId$", re.IGNORECASE)
_ISSUE_ID = re.compile(r"^(?:issue|dispute)Id$", re.IGNORECASE)
_ORDER_ID = re.compile(r"^(?:trade|parent)OrderId$|^orderId$", re.IGNORECASE)
_LINE_ID = re.compile(r"^(?:tradeOrderLineId|subOrderId|orderLineId)$", re.IGNORECASE)
_STATE = re.compile(
    r"status(?:text|desc|description|name|title)$|^(?:reverse|issue|dispute)\w*state(?:text|desc|name)?$",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(?:reverse|issue|dispute)Status$", re.IGNORECASE)
_KIND = re.compile(r"^(?:reverse|issue|dispute)Type$", re.IGNORECASE)
_REASON = re.compile(
    r"^(?:apply|reverse|refund|return|issue|dispute)?Reason(?:Text|Desc|Name)?$", re.IGNORECASE
)
_SOLUTION = re.compile(r"^solution(?:Type|Text|Desc|Name)?$", re.IGNORECASE)
_REFUNDED = re.compile(r"^refundInfo", re.IGNORECASE)
_AMOUNT = re.compile(
    r"^(?:apply|reverse|refund|return|claim|dispute|request)\w*(?:amount|money|fee)$|^amount$", re.IGNORECASE
)
_CURRENCY = re.compile(r"^currency(?:Code)?$", re.IGNORECASE)
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_TEXT_KEYS = ("text", "name", "desc", "title", "content")


def parse_dispute(reading: Reading, page_url: str) -> Parsed:
    """Read one dispute, or a list of returns by whatever name it came."""
    # What a key of another meaning holds is no problem: only what is read for certain is said aloud.
    every = walk(reading.answer.data.told_to(Problems()))
    loud = reading.problems
    listed = [
        (line.told_to(loud), twig.node.told_to(loud))
        for twig in every
        if twig.node.is_object
        for line in _lines_of(twig.node)
    ]
    if listed:
        return make_returns(listed, PageKind.DISPUTE, reading)
    twigs = tuple(twig for twig in every if not any(_OTHERS.search(name) for name in twig.names))
    parsed = _parse_one(twigs, _find_ids(every, reading, page_url), reading)
    if parsed is None:
        if reading.answer.api == _RENDER and not loud.all():
            loud.add("data", reading.answer.data.where, "no dispute in it")
        return Parsed(NAME, PageKind.DISPUTE)
    return parsed


def _lines_of(node: Node) -> tuple[Node, ...]:
    lines = node.at(LINES)
    return lines.items("disputes") if lines.is_list else ()


def _parse_one(twigs: Sequence[Twig], ids: DisputeIds, reading: Reading) -> Parsed | None:
    private = read_private(twigs)
    dispute = _read_dispute(twigs, ids, private, reading)
    if dispute is None:
        return None
    if ids.order_id is None:
        reading.problems.add("order_id", reading.answer.data.where, "the dispute names no order")
        return None
    duties = read_duties(twigs, private, dispute.offers, reading)
    if dispute.is_open is False and (not duties or _find_text(twigs, _CODE) in OPEN_BY_CODE):
        return Parsed(NAME, PageKind.DISPUTE, disputes=(dispute,))
    if dispute.is_open is False:  # words alone never end what still has a clock
        dispute = replace(dispute, is_open=True, closed_at=None)
    turn = make_turn(duties, dispute.answer_from)
    statements = make_duty_statements(duties, dispute.order_id, dispute.dispute_id, reading.setting)
    dispute = replace(dispute, answer_from=turn.answer_from, answer_by=turn.answer_by)
    return Parsed(NAME, PageKind.DISPUTE, disputes=(dispute,), statements=statements)


def _read_dispute(
    twigs: Sequence[Twig], ids: DisputeIds, private: Receiver, reading: Reading
) -> Dispute | None:
    """Read a dispute; None where the answer says nothing of one but, at most, its ids."""
    code, shown, meaning = _read_state(twigs, reading)
    offers = read_offers(twigs, _find_currency(twigs), private, reading)
    amount, reason = _read_amount(twigs, reading), _find_text(twigs, _REASON)
    if not (ids.dispute_id or ids.order_id) or not (code or shown or offers or amount or reason):
        return None
    post = read_return_post(twigs, private)
    opened_at, changed_at = _read_times(twigs, reading)
    is_open = meaning.is_open if meaning else None
    return Dispute(
        dispute_id=ids.name,
        order_id=ids.order_id or "",
        line_id=ids.line_id,
        kind=_lower(_find_text(twigs, _KIND)),
        site_state=shown or code,
        opened_at=opened_at,
        closed_at=changed_at if is_open is False else None,
        amount=amount,
        is_open=is_open,
        reason=private.hide(reason) if reason else None,
        solution=_find_text(twigs, _SOLUTION),
        answer_from=meaning.answer_from if meaning else None,
        offers=offers,
        evidence_requests=read_evidence_requests(twigs, private, reading.setting.language),
        return_address=post.address,
        return_carrier=post.carrier,
        return_tracking_number=post.tracking_number,
    )


def _find_ids(twigs: Sequence[Twig], reading: Reading, page_url: str) -> DisputeIds:
    """Find the ids in the answer, else in the call, else in the address of the page."""
    asked = walk(reading.answer.request.told_to(Problems()))

    def find(pattern: re.Pattern[str], parameters: Sequence[str], shortest: int = 1) -> str | None:
        named = (twig for source in (twigs, asked) for twig in source if pattern.search(twig.name))
        texts = [twig.node.text("ids") for twig in named if twig.is_leaf]
        texts += [find_parameter(page_url, name) for name in parameters]
        return next((text for text in texts if text and _is_id(text, shortest)), None)

    dispute_id = find(_DISPUTE_ID, ("reverseOrderLineId",)) or find(_ISSUE_ID, ("issueId",))
    order_id = find(_ORDER_ID, ("tradeOrderId", "orderId"), ORDER_ID_DIGITS)
    return DisputeIds(dispute_id, order_id, find(_LINE_ID, ("tradeOrderLineId",)))


def _is_id(text: str, shortest: int) -> bool:
    return text.isascii() and text.isdecimal() and shortest <= len(text) <= 32


def _read_state(
    twigs: Sequence[Twig], reading: Reading
) -> tuple[str | None, str | None, StateMeaning | None]:
    """Read the state's code, its words, and what they mean; the code is sure of what it knows."""
    code, shown = _find_text(twigs, _CODE), _find_text(twigs, _STATE)
    meaning = read_state(shown, reading.setting.language) if shown else None
    by_code = OPEN_BY_CODE.get(code or "")
    if by_code is None:
        return code, shown, meaning
    return code, shown, StateMeaning(by_code, meaning.answer_from if meaning and by_code else None)


def _read_times(twigs: Sequence[Twig], reading: Reading) -> tuple[datetime | None, datetime | None]:
    nothing = Node(None, "gmtCreate", reading.problems)
    first = {twig.name: twig.node.told_to(reading.problems) for twig in reversed(twigs) if twig.is_leaf}
    found = [
        read_twofold(field, first.get(f"{name}Format", nothing), first.get(name, nothing), reading)
        for field, name in (("opened_at", "gmtCreate"), ("closed_at", "gmtModified"))
    ]
    opened_at, changed_at = choose_instants(found, reading)
    return opened_at, changed_at


def _read_amount(twigs: Sequence[Twig], reading: Reading) -> Money | None:
    """Read what was refunded, else what is asked for; never what an offer or a product names."""
    currency = _find_currency(twigs)
    refunded = [twig for twig in twigs if any(_REFUNDED.search(name) for name in twig.names)]
    asked = [twig for twig in twigs if _AMOUNT.search(twig.name) and not _is_offered(twig)]
    found = (find_money(twig.node, currency) for twig in (*refunded, *asked))
    amount = next((money for money in found if money), None)
    unread = next((twig for twig in (*refunded, *asked) if _AMOUNT.search(twig.name) and twig.is_leaf), None)
    if amount is None and unread is not None:
        unread.node.told_to(reading.problems).problem("amount")
    return amount


def _is_offered(twig: Twig) -> bool:
    return any(OFFERED.search(name) for name in twig.names[:-1])


def _find_currency(twigs: Sequence[Twig]) -> str | None:
    found = (_find_text((twig,), _CURRENCY) for twig in twigs)
    return next((code for code in found if code and _CURRENCY_CODE.fullmatch(code)), None)


def _find_text(twigs: Sequence[Twig], pattern: re.Pattern[str]) -> str | None:
    """Find the first text under a key of a name; an object in its place is asked for its words."""
    for twig in twigs:
        if not pattern.search(twig.name) or _is_offered(twig):
            continue
        nodes = (twig.node, *(twig.node.at(key) for key in _TEXT_KEYS if twig.node.is_object))
        leaves = (node for node in nodes if node.is_present and not (node.is_object or node.is_list))
        text = next((strip_tags(text) for node in leaves if (text := node.markup("text"))), None)
        if text:
            return text
    return None


def _lower(text: str | None) -> str | None:
    return text.lower() if text else None
