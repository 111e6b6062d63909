"""Captures may arrive late, twice, or be read anew: the records are the same as if all had come in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.config import Config
from companion.model import (
    Capture,
    CountedProblem,
    DateRange,
    Dispute,
    Order,
    OrderLine,
    OrderRecord,
    OrderState,
    PageKind,
    Parsed,
    PartRole,
    Problem,
    Seller,
    Shipment,
    Source,
)
from companion.store import FieldSource, OrderKey, Store, open_store
from tests.store.conftest import read_clock
from tests.store.samples import (
    ORDER_ID,
    make_capture,
    make_event,
    make_parsed,
    make_part,
    make_statement,
    money,
)

Reading = tuple[Capture, tuple[Parsed, ...]]

# Three visits; pages among answers; captures 4 and 5 were taken at the same instant.
CAPTURES = tuple(
    make_capture(
        number,
        make_part(f"body {number}".encode(), PartRole.PAGE if number % 3 == 2 else PartRole.API),
        minutes=4 if number == 5 else number,
        visit=900 + number % 3 // 2 + number // 4,
    )
    for number in range(8)
)
ORDER_IDS = (ORDER_ID, "8100000000000002")

amounts = st.sampled_from([None, money("1.00"), money("2.00")])
sellers = st.sampled_from([None, Seller("A", None, "u"), Seller("B", "1", None), Seller(None, "2", None)])
lines = st.builds(
    OrderLine,
    # Lines of answers, and lines that show no id.
    line_id=st.sampled_from(["1", "2", f"{ORDER_ID}-1", f"{ORDER_ID}-2"]),
    product_id=st.sampled_from([None, "70", "71"]),
    title=st.sampled_from([None, "Lamp", "Chair"]),
    quantity=st.sampled_from([None, 1, 2]),
)
orders = st.builds(
    Order,
    order_id=st.sampled_from(ORDER_IDS),
    state=st.sampled_from([None, OrderState.AWAITING_DELIVERY, OrderState.COMPLETED, OrderState.UNKNOWN]),
    total=amounts,
    seller=sellers,
    lines=st.lists(lines, max_size=2, unique_by=lambda line: line.line_id).map(tuple),
)
events = st.builds(
    make_event, st.integers(0, 3), st.sampled_from(["AE_A", "AE_B", None]), st.sampled_from(["x", "y"])
)
shipments = st.builds(
    Shipment,
    order_id=st.just(ORDER_ID),
    tracking_number=st.sampled_from([None, "LP1", "LP2"]),
    carrier=st.sampled_from([None, "Post"]),
    estimated_delivery=st.sampled_from([None, DateRange(date(2026, 8, 3), date(2026, 8, 4))]),
    events=st.lists(events, max_size=3, unique=True).map(tuple),
)
statements = st.builds(
    make_statement, st.integers(3, 5), place=st.sampled_from(["a", "b"]), quote=st.sampled_from([None, "q"])
)
disputes = st.builds(
    Dispute,
    dispute_id=st.sampled_from(["7", f"{ORDER_ID}-1"]),
    order_id=st.just(ORDER_ID),
    line_id=st.none(),
    kind=st.just("return"),
    site_state=st.sampled_from([None, "Open", "Closed"]),
    opened_at=st.none(),
    closed_at=st.none(),
    amount=amounts,
)
pages = st.builds(
    Parsed,
    marketplace=st.just("aliexpress"),
    page_kind=st.sampled_from([PageKind.ORDER_LIST, PageKind.TRACKING]),
    source=st.sampled_from(Source),
    orders=st.lists(orders, max_size=2).map(tuple),
    shipments=st.lists(shipments, max_size=2).map(tuple),
    statements=st.lists(statements, max_size=3).map(tuple),
    disputes=st.lists(disputes, max_size=1).map(tuple),
    problems=st.sampled_from([(), (Problem("total", "fields", "x"),), (Problem("data", "data", "empty"),)]),
)
readings = st.tuples(*(st.lists(pages, max_size=2).map(tuple) for _ in CAPTURES)).map(
    lambda parsed: tuple(zip(CAPTURES, parsed, strict=True))
)


@dataclass(frozen=True)
class Result:
    """All that was made of the captures."""

    records: tuple[OrderRecord, ...]
    sources: tuple[Mapping[str, FieldSource], ...]
    problems: tuple[CountedProblem, ...]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds the captures; what is read in them is cleared for each example."""
    folder: Path = tmp_path_factory.mktemp("arrival")
    with open_store(Config(folder / "data"), clock=read_clock) as store:
        for capture in reversed(CAPTURES):
            store.add_capture(capture)
        yield store


def read_result(store: Store) -> Result:
    """Read all that was made of the captures."""
    records = store.order_records()
    sources = tuple(store.field_sources(record.order.order_id) for record in records)
    return Result(records, sources, store.counted_problems())


def apply(store: Store, steps: Iterable[Reading]) -> Result:
    """Apply what was read, in this order, to records that are empty."""
    with store.transaction():  # one wait for the disk instead of many
        store.clear_records()
        for capture, parsed in steps:
            store.apply_parsed(capture, parsed)
    return read_result(store)


@settings(max_examples=25, deadline=None)
@given(inorder=readings, data=st.data())
def test_any_order_of_arrival_gives_the_same_records(
    shared: Store, inorder: tuple[Reading, ...], data: st.DataObject
) -> None:
    """Records, the sources of their fields, their history and the problems do not depend on the order."""
    expected = apply(shared, inorder)
    shuffled = data.draw(st.permutations(inorder))

    assert expected == apply(shared, shuffled)


@settings(max_examples=12, deadline=None)
@given(inorder=readings, others=readings, data=st.data())
def test_reading_again_leaves_no_trace_of_the_first_reading(
    shared: Store, inorder: tuple[Reading, ...], others: tuple[Reading, ...], data: st.DataObject
) -> None:
    """Applying another reading first, and some captures twice, ends in the same records."""
    expected = apply(shared, inorder)
    twice = data.draw(st.permutations([*inorder, inorder[2], inorder[5]]))

    assert expected == apply(shared, [*others, *twice])


def read_anew(store: Store, steps: Iterable[Reading]) -> frozenset[OrderKey]:
    """Read captures anew and turn all their orders; names those that changed."""
    for capture, parsed in steps:
        store.rereading.add(capture, parsed, 1)
    return store.rereading.turn_some(100)


@settings(max_examples=12, deadline=None)
@given(inorder=readings, before=readings)
def test_rebuilding_gives_the_same_records(
    shared: Store, inorder: tuple[Reading, ...], before: tuple[Reading, ...]
) -> None:
    """Records folded anew at the end are the ones folded step by step, and folding again changes nothing."""
    expected = apply(shared, inorder)
    apply(shared, before)
    with shared.transaction():
        read_anew(shared, inorder)
        assert expected == read_result(shared)

        assert frozenset() == read_anew(shared, inorder)
        assert expected == read_result(shared)


def test_records_stay_whole_while_they_are_read_anew(shared: Store) -> None:
    """Between the first capture read anew and the last, everybody still sees the records of before."""
    steps = tuple(
        (capture, (make_parsed(Order(ORDER_ID, state=state)),))
        for capture, state in zip(CAPTURES, [OrderState.UNPAID, *[OrderState.COMPLETED] * 7], strict=True)
    )
    expected = apply(shared, steps)

    shared.rereading.add(steps[0][0], (), 1)

    assert expected.records == read_result(shared).records
    shared.clear_records()
