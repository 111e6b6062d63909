"""No deadline made of the corpus lets a buyer wait longer than the page that states it."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from companion.model import Deadline, DeadlineKind, DeadlineStatus, OrderRecord, Origin
from companion.protection.deadlines import make_deadlines
from tests.corpus.conftest import NOW, TODAY, make_day
from tests.corpus.corpus import Corpus
from tests.corpus.lives import Buyer, Life, Stage
from tests.corpus.moment import Moment

_SHANGHAI = timezone(timedelta(hours=8))
_LAST_ZONE = timezone(timedelta(hours=-8))  # Los Angeles in winter; no buyer lives further west


def quote_days(buyer: Buyer, life: Life) -> dict[str, int]:
    """Give the day that each dated sentence of an order's pages names."""
    moment, said = Moment(TODAY, 0, buyer), buyer.language.sentences
    days = {said.estimated.format(day=moment.on_page(life.estimate[1])): life.estimate[1]}
    if life.promise is None:
        return days
    coupon, on_tracking, _ = moment.promises(life, life.promise.refund_on_tracking)
    _, on_order, _ = moment.promises(life, life.promise.refund_on_order)
    off = f"{moment.money(life.promise.coupon)}: {moment.on_page(life.promise.coupon_on)}"
    node = f"{said.refund_node}: {moment.on_page(life.promise.refund_on_order)}"
    return days | {
        coupon: life.promise.coupon_on,
        off: life.promise.coupon_on,
        on_order: life.promise.refund_on_order,
        node: life.promise.refund_on_order,
        on_tracking: life.promise.refund_on_tracking,
    }


def list_stated(corpus: Corpus, records: dict[str, OrderRecord]) -> list[tuple[int, Deadline]]:
    """List the deadlines that quote a dated sentence, each with the day that the sentence names."""
    return [
        (days[deadline.quote], deadline)
        for buyer, own in corpus.lives.items()
        for life in own
        if (days := quote_days(buyer, life))
        for deadline in make_deadlines(records[life.order_id], NOW)
        if deadline.origin is Origin.PAGE and deadline.quote in days
    ]


def test_none_is_later_than_its_quote(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """A deadline begins to warn before its quoted day begins anywhere, and is over when that day is."""
    stated = list_stated(corpus, records)
    assert 100 < len(stated)
    for day, deadline in stated:
        begins = datetime.combine(make_day(day), time(), _SHANGHAI)
        ends = datetime.combine(make_day(day + 1), time(), _LAST_ZONE)
        assert deadline.earliest_at is not None
        assert deadline.latest_at is not None
        assert deadline.earliest_at <= begins
        assert deadline.latest_at <= ends


def test_every_lost_parcel_can_be_claimed(corpus: Corpus, records: dict[str, OrderRecord]) -> None:
    """An order on its way past its promised day, looked at since it left, is shown as claimable."""
    looked = {visit.order_id for visit in corpus.visits if visit.order_id and visit.trouble is None}
    lost = [
        life
        for life in corpus.list_lives()
        if life.promise
        and life.promise.refund_on_order < 0
        and life.stage_on(0) is Stage.ON_WAY
        and life.order_id in looked
    ]
    for life in lost:
        refunds = [
            one.status
            for one in make_deadlines(records[life.order_id], NOW)
            if one.kind is DeadlineKind.NOT_DELIVERED_REFUND
        ]
        assert DeadlineStatus.CLAIMABLE in refunds
    assert lost
