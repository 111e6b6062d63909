"""The records made of two years of captures hold what the lives of the orders were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from companion.model import (
    Milestone,
    Money,
    OrderRecord,
    OrderState,
    PageKind,
    StatementKind,
)
from companion.store import Store
from tests.corpus.conftest import make_day
from tests.corpus.corpus import Corpus
from tests.corpus.lives import Buyer, Life, Stage
from tests.corpus.moment import Moment
from tests.corpus.visits import Kind, Visit

_STATES = {
    Stage.UNPAID: {OrderState.UNPAID},
    Stage.TO_SHIP: {OrderState.AWAITING_SHIPMENT, OrderState.PROCESSING},
    Stage.ON_WAY: {OrderState.AWAITING_DELIVERY},
    Stage.COMPLETED: {OrderState.COMPLETED},
    Stage.CANCELLED: {OrderState.CANCELLED},
    Stage.CLOSED: {OrderState.CLOSED},
}


def list_lives(corpus: Corpus) -> Iterator[tuple[Buyer, Life]]:
    """List every order with its buyer."""
    return ((buyer, life) for buyer, own in corpus.lives.items() for life in own)


def list_last_looks(corpus: Corpus, kind: Kind) -> Iterator[tuple[Life, Visit]]:
    """List the orders looked at in a kind of page, each with the last look."""
    last = {one.order_id: one for one in corpus.visits if one.kind is kind and one.trouble is None}
    return ((life, last[life.order_id]) for life in corpus.list_lives() if life.order_id in last)


def test_every_order_has_its_last_state(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Every order stands where its life stands on the last day; only an unknown word leaves it open."""
    found = [(buyer, life, records[life.order_id].order) for buyer, life in list_lives(corpus)]
    wrong = [
        (buyer.language.tag, life.stage_on(0), order.state)
        for buyer, life, order in found
        if order.state not in _STATES[life.stage_on(0)]
    ]
    assert [] == wrong
    assert len(corpus.list_lives()) == len(records)


def test_every_line_seller_and_total(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Lines, options, quantities, amounts, sellers and the day of every order are the ones drawn."""
    for buyer, life in list_lives(corpus):
        order = records[life.order_id].order
        currency = buyer.currency
        seller = order.seller
        assert (life.seller.name, life.seller.store_id) == (
            seller and seller.name,
            seller and seller.store_id,
        )
        assert (make_day(life.placed), currency.value(life.total)) == (
            order.placed_on,
            order.total and order.total.amount,
        )
        assert [
            (
                one.line_id,
                one.product_id,
                one.title,
                dict(one.options),
                one.quantity,
                currency.value(one.price),
            )
            for one in life.lines
        ] == [
            (
                one.line_id,
                one.product_id,
                one.title,
                dict(one.options or {}),
                one.quantity,
                one.unit_price and one.unit_price.amount,
            )
            for one in order.lines
        ]


def test_every_currency_is_read(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Every total is in the currency its buyer paid in."""
    for buyer, life in list_lives(corpus):
        total = records[life.order_id].order.total
        assert (
            Money(buyer.currency.value(life.total), buyer.currency.code, buyer.currency.write(life.total))
            == total
        )


def test_days_of_the_order_page(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """The days of payment, shipping and completion are those of the last look at the order page."""
    for life, visit in list_last_looks(corpus, Kind.DETAIL):
        order = records[life.order_id].order
        expected = [life.begun(stage, visit.day) for stage in (Stage.TO_SHIP, Stage.ON_WAY, Stage.COMPLETED)]
        found = [order.paid_on, order.shipped_on, order.completed_on]
        assert [day if day is None else make_day(day) for day in expected] == found


def test_price_rows_add_up(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Every row of an order page's price block is read, and together they are the total."""
    for life, visit in list_last_looks(corpus, Kind.DETAIL):
        order = records[life.order_id].order
        values = [row.value for row in order.price_rows]
        assert 2 + (life.coupon > 0) == len(values)
        assert visit.buyer.currency.value(life.total) == sum(value.amount for value in values if value)


def test_every_scan_at_its_instant(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Every scan of every parcel is there at its very instant, though pages write no year."""
    for life, visit in list_last_looks(corpus, Kind.TRACKING):
        moment = Moment.of(visit, corpus.today)
        expected = {
            (parcel.number, moment.instant(scan).astimezone(UTC), scan.code)
            for parcel in life.parcels
            for scan in parcel.scans_until(visit.day)
        }
        found = {
            (shipment.tracking_number, event.at, event.code)
            for shipment in records[life.order_id].shipments
            for event in shipment.events
            if event.milestone not in {Milestone.ORDERED, Milestone.PAID}
        }
        assert expected == found


def test_promises_with_their_days(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """The days from which a refund can be claimed are read from both pages, in every language."""
    for kind, page_kind in ((Kind.DETAIL, PageKind.ORDER_DETAIL), (Kind.TRACKING, PageKind.TRACKING)):
        for life, _ in list_last_looks(corpus, kind):
            found = {
                seen.statement.on
                for seen in records[life.order_id].statements
                if seen.statement.kind is StatementKind.REFUND_IF_NOT_DELIVERED_BY
                and seen.page_kind is page_kind
            }
            assert {make_day(day) for day in list_refund_days(life, kind)} == found


def list_refund_days(life: Life, kind: Kind) -> list[int]:
    """List the day from which a page lets claim the refund; none where nothing is promised."""
    if life.promise is None:
        return []
    return [life.promise.refund_on_order if kind is Kind.DETAIL else life.promise.refund_on_tracking]


def test_every_claim_is_a_dispute(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """Every claim is a dispute of its order and line, since the instant at which it was opened."""
    for buyer, life in list_lives(corpus):
        claim = life.claim if life.claim and life.claim.opened <= 0 else None
        moment = Moment(corpus.today, 0, buyer)
        expected = [(claim.return_id, claim.line_id, moment.opened_at(claim))] if claim else []
        disputes = records[life.order_id].disputes
        assert expected == [(one.dispute_id, one.line_id, one.opened_at) for one in disputes]


def test_nothing_else_is_a_problem(store: Store) -> None:
    """Every page shown whole is read whole, and what the site refused was settled by later pages."""
    assert () == store.counted_problems()
