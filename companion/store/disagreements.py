"""Pure: where the frozen page of a visit says otherwise than the site's answers of the same visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from companion.model import (
    DateRange,
    Disagreement,
    Dispute,
    Money,
    Order,
    OrderLine,
    OrderRecord,
    OrderState,
    Shipment,
    Statement,
    StatementKind,
)
from companion.store.changes import render
from companion.store.sightings import Sighting, SightingContent

_DAYS = ("placed_on", "paid_on", "shipped_on", "completed_on")
_ONE_DAY = timedelta(days=1)
# Often told as the time that is left. What is added to the moment of seeing it has lost its last hours, and
# not at the same moment in both readings.
_COUNTED_DOWN = frozenset({
    StatementKind.AUTO_CONFIRM_ON,
    StatementKind.PAY_BY,
    StatementKind.SHIP_BY,
    StatementKind.OFFER_RESPONSE_BY,
    StatementKind.EVIDENCE_BY,
    StatementKind.RETURN_SHIP_BY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the two readings say of one field."""

    field: str
    is_same: bool
    api_quote: str
    page_quote: str


def settle(
    before: tuple[Disagreement, ...], answers: OrderRecord, page: Sighting, shown: SightingContent
) -> tuple[Disagreement, ...]:
    """Bring disagreements up to date with a visit; `shown` is what its page says, aligned to its answers.

    A field of which both readings speak is judged anew; all others stay as they are.
    """
    verdicts = list(_judge(answers, shown))
    judged = {verdict.field for verdict in verdicts}
    found = (
        Disagreement(
            field=verdict.field,
            api_quote=verdict.api_quote,
            page_quote=verdict.page_quote,
            page_kind=page.page_kind,
            capture_id=page.capture_id,
            captured_at=page.captured_at,
        )
        for verdict in verdicts
        if not verdict.is_same
    )
    return (*(one for one in before if one.field not in judged), *found)


def name_field(disagreement: Disagreement) -> str:
    """Name the field of a disagreement without the record it is of: `lines[].quantity`."""
    head, bracket, rest = disagreement.field.partition("[")
    if not bracket or head == "statements":
        return disagreement.field
    return f"{head}[]{rest.rpartition(']')[2]}"


def _judge(answers: OrderRecord, shown: SightingContent) -> Iterator[_Verdict]:
    for order in shown.orders:
        yield from _judge_order(answers.order, order)
    parcels = {one.tracking_number: one for one in answers.shipments}
    for shipment in shown.shipments:
        if shipment.tracking_number in parcels:
            yield from _judge_shipment(parcels[shipment.tracking_number], shipment)
    disputes = {one.dispute_id: one for one in answers.disputes}
    for dispute in shown.disputes:
        if dispute.dispute_id in disputes:
            yield from _judge_dispute(disputes[dispute.dispute_id], dispute)
    yield from _judge_statements([one.statement for one in answers.statements], shown.statements)


def _judge_order(answer: Order, page: Order) -> Iterator[_Verdict]:
    if _is_told(answer.state) and _is_told(page.state):
        # The words may be those of two languages; the state is what they say.
        yield _Verdict("state", answer.state is page.state, _quote_state(answer), _quote_state(page))
    for name in _DAYS:
        yield from _judge_value(name, getattr(answer, name), getattr(page, name))
    yield from _judge_value("total", answer.total, page.total)
    rows = {row.label.casefold(): row for row in answer.price_rows}
    for row in page.price_rows:
        if row.label.casefold() in rows:
            known = rows[row.label.casefold()]
            yield from _judge_value(f"price_rows[{known.label}]", known.value, row.value)
    lines = {line.line_id: line for line in answer.lines}
    for line in page.lines:
        if line.line_id in lines:
            yield from _judge_line(lines[line.line_id], line)


def _judge_line(answer: OrderLine, page: OrderLine) -> Iterator[_Verdict]:
    path = f"lines[{answer.line_id}]."
    yield from _judge_value(f"{path}quantity", answer.quantity, page.quantity)
    yield from _judge_value(f"{path}unit_price", answer.unit_price, page.unit_price)


def _judge_shipment(answer: Shipment, page: Shipment) -> Iterator[_Verdict]:
    path = f"shipments[{answer.tracking_number or ''}].estimated_delivery"
    yield from _judge_value(path, answer.estimated_delivery, page.estimated_delivery)


def _judge_dispute(answer: Dispute, page: Dispute) -> Iterator[_Verdict]:
    path = f"disputes[{answer.dispute_id}]."
    yield from _judge_value(f"{path}amount", answer.amount, page.amount)
    for name in ("opened_at", "closed_at", "answer_by"):
        yield from _judge_value(f"{path}{name}", getattr(answer, name), getattr(page, name))


def _judge_statements(answers: Sequence[Statement], page: Sequence[Statement]) -> Iterator[_Verdict]:
    """Compare the dates that both readings give for one right; one of them said by both is enough."""
    for kind in dict.fromkeys(statement.kind for statement in page):
        ours = {one.on: one.quote for one in answers if one.kind is kind and one.on is not None}
        theirs = {one.on: one.quote for one in page if one.kind is kind and one.on is not None}
        if ours and theirs:
            leeway = _ONE_DAY if kind in _COUNTED_DOWN else timedelta(0)
            is_same = _distance(ours, theirs) <= leeway
            yield _Verdict(f"statements[{kind.value}]", is_same, ours[min(ours)], theirs[min(theirs)])


def _distance(ours: Iterable[date], theirs: Iterable[date]) -> timedelta:
    others = list(theirs)
    return min(abs(one - other) for one in ours for other in others)


def _judge_value(field: str, answer: object, page: object) -> Iterator[_Verdict]:
    if answer is not None and page is not None:
        yield _Verdict(field, _is_same(answer, page), _quote(answer), _quote(page))


def _is_same(answer: object, page: object) -> bool:
    if isinstance(answer, Money) and isinstance(page, Money):
        return (answer.amount, answer.currency) == (page.amount, page.currency)
    if isinstance(answer, datetime) and isinstance(page, datetime):
        return abs(answer - page) <= _ONE_DAY  # a document may name no zone
    return answer == page


def _quote(value: object) -> str:
    if isinstance(value, Money):
        return value.raw or render(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return render(value) if isinstance(value, DateRange) else str(value)


def _quote_state(order: Order) -> str:
    return order.site_state or render(order.state)


def _is_told(state: OrderState | None) -> bool:
    return state not in (None, OrderState.UNKNOWN)
