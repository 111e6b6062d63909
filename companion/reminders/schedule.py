"""What to say: one notice per order whose most pressing deadline needs the buyer now.

A piece of news is one deadline at one level. Its id is made of order, kind, day and level, so that it is the
same in every run and another one as soon as the day or the level changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from companion.model import Deadline, DeadlineStatus, Notice, OrderRecord, Urgency
from companion.protection.deadlines import sort_deadlines
from companion.protection.moments import first_day
from companion.protection.schedule import Row, load_schedule
from companion.protection.wording import count_words, day_words
from companion.reminders.plain import plain_line

PRESSING = frozenset({Urgency.OVERDUE, Urgency.CRITICAL, Urgency.URGENT})
_LIVE = frozenset({DeadlineStatus.OPEN, DeadlineStatus.CLAIMABLE})

_LONGEST_SELLER = 40
_LONGEST_PRODUCT = 60
_LONGEST_BODY = 400

OrderName = tuple[str, str]  # marketplace, order id


@dataclass(frozen=True, slots=True)
class OrderNews:
    """Everything pressing about one order, most pressing first: told together, as one notice."""

    notices: tuple[Notice, ...]


def make_notices(
    records: Iterable[OrderRecord], deadlines: Iterable[Deadline], now: datetime
) -> tuple[Notice, ...]:
    """The most pressing notice of each order that has one, most pressing order first."""
    return tuple(news.notices[0] for news in make_news(records, deadlines, now))


def make_news(
    records: Iterable[OrderRecord], deadlines: Iterable[Deadline], now: datetime
) -> tuple[OrderNews, ...]:
    """The pressing deadlines of each order as notices, most pressing order first."""
    by_order: dict[OrderName, list[Deadline]] = {}
    for deadline in sort_deadlines(each for each in deadlines if is_pressing(each)):
        by_order.setdefault((deadline.marketplace, deadline.order_id), []).append(deadline)
    if not by_order:
        return ()
    products = {name: product for name, product in _products(records) if name in by_order}
    return tuple(_news_of(pressing, products, now) for pressing in by_order.values())


def is_pressing(deadline: Deadline) -> bool:
    """Whether a deadline is worth interrupting the buyer."""
    return deadline.status in _LIVE and deadline.urgency in PRESSING


def _products(records: Iterable[OrderRecord]) -> Iterable[tuple[OrderName, str]]:
    for record in records:
        titles = (line.title for line in record.order.lines if line.title)
        yield (record.marketplace, record.order.order_id), next(titles, "")


def _news_of(pressing: Sequence[Deadline], products: Mapping[OrderName, str], now: datetime) -> OrderNews:
    return OrderNews(tuple(_notice_of(deadline, len(pressing) - 1, products, now) for deadline in pressing))


def _notice_of(deadline: Deadline, others: int, products: Mapping[OrderName, str], now: datetime) -> Notice:
    row = load_schedule()[deadline.kind]
    product = products.get((deadline.marketplace, deadline.order_id), "")
    return Notice(
        notice_id=_news_id(deadline),
        marketplace=deadline.marketplace,
        order_id=deadline.order_id,
        title=_title(deadline, row, now),
        body=_body(deadline, row, product, others),
        path=f"/orders/{quote(deadline.order_id, safe='')}",
        urgency=deadline.urgency or Urgency.URGENT,
    )


def _news_id(deadline: Deadline) -> str:
    # "Claim it now" is one piece of news, whichever of the days that pages gave has passed.
    earliest = None if deadline.status is DeadlineStatus.CLAIMABLE else deadline.earliest_at
    day = first_day(earliest).isoformat() if earliest else ""
    level = f"{deadline.status}/{deadline.urgency}"
    parts = (deadline.marketplace, deadline.order_id, deadline.kind, day, level)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _title(deadline: Deadline, row: Row, now: datetime) -> str:
    if deadline.status is DeadlineStatus.CLAIMABLE and row.claimable_title:
        return row.claimable_title
    if deadline.urgency is Urgency.OVERDUE and row.overdue_title:
        return row.overdue_title
    return row.title.format(when=when_words(deadline.earliest_at, now))


def when_words(earliest: datetime | None, now: datetime) -> str:
    """`in 3 days`, `in 5 hours`, `today`: rounded down, so that it never promises more time than there is."""
    left = earliest - now if earliest else timedelta()
    if left >= timedelta(days=1):
        return f"in {count_words(left.days, 'day')}"
    hours = left // timedelta(hours=1)
    return f"in {count_words(hours, 'hour')}" if hours >= 1 else "today"


def _body(deadline: Deadline, row: Row, product: str, others: int) -> str:
    """Who and how much, the date, the next thing to do."""
    seller = plain_line(deadline.seller or "", _LONGEST_SELLER)
    amount = f"{deadline.amount.amount} {plain_line(deadline.amount.currency, 3)}" if deadline.amount else ""
    title = plain_line(product, _LONGEST_PRODUCT)
    order = f"Order {plain_line(deadline.order_id, _LONGEST_SELLER)}"
    head = ", ".join(part for part in (title or order, seller, amount) if part)
    rest = f"{count_words(others, 'more date')} of this order to look at." if others else ""
    return plain_line(f"{head}. {_date_words(deadline, row)} {deadline.next_action} {rest}", _LONGEST_BODY)


def _date_words(deadline: Deadline, row: Row) -> str:
    if deadline.earliest_at is None:
        return ""
    day = day_words(first_day(deadline.earliest_at))
    if deadline.status is DeadlineStatus.CLAIMABLE:
        return f"It was due by {day}."
    words = "Last day" if row.closing else "Date"
    return f"{words}: {day}{'' if deadline.quote else ' (estimated)'}."
