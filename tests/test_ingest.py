"""Captures in, records out: whatever a parser does, the capture is kept, acknowledged and counted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.config import Config
from companion.errors import CaptureConflict
from companion.ingest import Ingest, parse_parts
from companion.model import Notice, OrderState, PageKind, PartRole, Urgency
from companion.store import OrderKey, Store, open_store
from tests.store.conftest import read_clock
from tests.store.samples import SHOP, at, make_capture, make_id, make_part
from tests.store.shop import FakeShop, listed, make_answer, states


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(config, clock=read_clock) as opened:
        yield opened


@pytest.fixture
def shop() -> FakeShop:
    """A marketplace."""
    return FakeShop()


@pytest.fixture
def ingest(store: Store, shop: FakeShop) -> Iterator[Ingest]:
    """The intake of a command."""
    with Ingest(store, read_clock, (shop,)) as made:
        yield made


def problems(store: Store) -> list[tuple[PageKind, str]]:
    """List the problems that count."""
    return [(one.page_kind, one.field) for one in store.counted_problems()]


def test_a_capture_is_kept_and_read(ingest: Ingest, store: Store) -> None:
    """Receiving a capture gives its receipt, and its orders are known at once."""
    receipt = ingest.receive(make_answer(1, listed(o1="completed")))

    assert (make_id(1), 1) == (receipt.capture_id, receipt.journal_number)
    assert {"o1": OrderState.COMPLETED} == states(store)
    assert 0 == store.counts(at(0)).unparsed


def test_a_crash_in_a_parser_is_a_problem_and_nothing_is_lost(
    ingest: Ingest, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A page its parser does not survive is kept, acknowledged, counted, and logged without its words."""
    capture = make_answer(1, {"kind": "order_detail", "crash": True}, listed(o1="completed"))

    with caplog.at_level(logging.ERROR):
        ingest.receive(capture)

    assert capture == store.get_capture(make_id(1))
    assert [(PageKind.ORDER_DETAIL, "parser")] == problems(store)
    assert {"o1": OrderState.COMPLETED} == states(store)  # the other part was read all the same
    assert "KeyError in parse" in caplog.text
    assert "buyer" not in caplog.text


def test_a_crash_while_identifying_is_a_problem(ingest: Ingest, store: Store) -> None:
    """A part that nobody can even name is kept and counted."""
    ingest.receive(make_capture(1, make_part(b"no json")))

    assert [(PageKind.UNKNOWN, "parser")] == problems(store)


def test_two_marketplaces_that_claim_a_page_are_a_problem(store: Store) -> None:
    """A fault of the adapters does not refuse the capture."""
    Ingest(store, read_clock, (FakeShop(), FakeShop())).receive(make_answer(1, listed(o1="completed")))

    assert ([(PageKind.UNKNOWN, "parser")], {}) == (problems(store), states(store))


def test_text_that_cannot_be_written_is_a_problem(ingest: Ingest, store: Store) -> None:
    """Half a character, which sites do send, costs its page and not the companion."""
    ingest.receive(make_answer(1, {**listed(o1="completed"), "words": "\ud83d"}))
    ingest.receive(make_answer(2, listed(o2="completed")))

    assert ([(PageKind.ORDER_LIST, "parser")], ["o2"]) == (problems(store), list(states(store)))


def test_an_unknown_page_counts_and_an_unknown_answer_does_not(ingest: Ingest, store: Store) -> None:
    """Most answers have nothing to do with orders; a page worth freezing that nobody knows has."""
    ingest.receive(make_answer(1, {"kind": "unknown"}))
    assert [] == problems(store)

    ingest.receive(make_answer(2, {"kind": "unknown"}, role=PartRole.PAGE))

    assert [(PageKind.UNKNOWN, "page_kind")] == problems(store)


def test_a_capture_of_nobody_is_kept_without_a_word(ingest: Ingest, store: Store) -> None:
    """What no marketplace claims is kept as it is."""
    ingest.receive(make_answer(1, {}))

    assert ([], 0, 1) == (problems(store), store.counts(at(0)).unparsed, store.counts(at(0)).captures)


def test_a_page_whose_answer_never_came_is_a_problem_until_it_comes(ingest: Ingest, store: Store) -> None:
    """A frozen page of an order holds no data itself; its problem ends with the answer of its visit."""
    ingest.receive(make_answer(2, {"kind": "tracking"}, role=PartRole.PAGE))
    assert [(PageKind.TRACKING, "data")] == problems(store)

    ingest.receive(make_answer(1, {"kind": "tracking", "orders": {"o1": "delivered"}}))

    assert [] == problems(store)
    assert make_id(2) == store.order_records()[0].page_capture_id


def test_a_conflict_is_not_read(ingest: Ingest, store: Store) -> None:
    """A capture that is refused changes no record."""
    ingest.receive(make_answer(1, listed(o1="completed")))

    with pytest.raises(CaptureConflict):
        ingest.receive(make_answer(1, listed(o1="unpaid")))

    assert {"o1": OrderState.COMPLETED} == states(store)


def test_what_was_never_read_is_read_later(ingest: Ingest, store: Store, shop: FakeShop) -> None:
    """Captures kept before a crash of the companion are found and read, oldest first, up to a limit."""
    for number in (3, 1, 2):
        store.add_capture(make_answer(number, listed(**{f"o{number}": "completed"})))

    assert {OrderKey(SHOP, "o1"), OrderKey(SHOP, "o2")} == ingest.parse_pending(2)
    assert {OrderKey(SHOP, "o3")} == ingest.parse_pending()
    assert frozenset() == ingest.parse_pending()
    assert [make_id(1), make_id(2), make_id(3)] == shop.seen


def test_reparse_repairs_history(ingest: Ingest, store: Store, shop: FakeShop) -> None:
    """After a parser is mended, everything captured while it was broken is read as if it never had been."""
    ingest.receive(make_answer(1, listed(o1="awaiting_delivery")))
    shop.is_broken = True
    ingest.receive(make_answer(2, listed(o1="completed", o2="unpaid")))
    shop.is_broken = False
    steps: list[tuple[int, int]] = []

    report = ingest.reparse(lambda done, total: steps.append((done, total)))

    assert (2, 2, 0, 2) == (report.captures, report.orders, report.problems, report.changed)
    assert {"o1": OrderState.COMPLETED, "o2": OrderState.UNPAID} == states(store)
    assert [(1, 2), (2, 2)] == steps
    assert ["awaiting_delivery"] == [change.before for change in store.order_records()[0].changes]


def test_reparse_twice_changes_nothing(ingest: Ingest, store: Store) -> None:
    """Reading everything anew with the same parsers leaves records, journal, notices and all as they are."""
    for number, state in ((2, "completed"), (1, "awaiting_delivery"), (3, "completed")):
        ingest.receive(make_answer(number, listed(o1=state), {"kind": "order_detail", "crash": True}))
    store.add_notice_told(Notice("n", SHOP, "o1", "t", "b", "/", Urgency.SOON), "desktop", at(0))
    before = (store.order_records(), store.counted_problems(), store.counts(at(0)), store.told_notices())

    for _ in range(2):
        assert 0 == ingest.reparse().changed

    after = (store.order_records(), store.counted_problems(), store.counts(at(0)), store.told_notices())
    assert before == after


def test_reparse_drops_what_is_no_longer_read(ingest: Ingest, store: Store, shop: FakeShop) -> None:
    """An order that a mended parser does not see any more is gone from the records."""
    ingest.receive(make_answer(1, listed(o1="completed")))
    shop.is_broken = True

    report = ingest.reparse()

    assert (1, 0, 1) == (report.changed, report.orders, report.problems)
    assert () == store.order_records()


def test_an_interrupted_reparse_is_finished_at_the_next_start(
    ingest: Ingest, store: Store, shop: FakeShop
) -> None:
    """When a reparse stops halfway, the records stay whole, and pending work brings them up to date."""
    shop.is_broken = True
    ingest.receive(make_answer(1, listed(o1="awaiting_delivery")))
    ingest.receive(make_answer(2, listed(o1="completed")))
    shop.is_broken = False

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.reparse(stop)
    assert {} == states(store)

    ingest.parse_pending()

    assert {"o1": OrderState.COMPLETED} == states(store)


def test_damaged_bytes_do_not_stop_the_others(ingest: Ingest, store: Store, config: Config) -> None:
    """A capture whose bytes are damaged is left out; all others are read."""
    bad, good = make_answer(1, listed(o1="completed")), make_answer(2, listed(o2="completed"))
    store.add_capture(bad)
    store.add_capture(good)
    name = bad.parts[0].sha256 or ""
    (config.blobs_dir / name[:2] / name).write_bytes(b"")

    ingest.parse_pending()

    assert (["o2"], 1) == (list(states(store)), store.counts(at(0)).unparsed)


def test_reading_needs_no_store(shop: FakeShop) -> None:
    """Parts are read one by one, in the order of the capture."""
    parsed = parse_parts(make_answer(1, listed(o1="completed"), {}, {"kind": "tracking"}), (shop,))

    assert [PageKind.ORDER_LIST, PageKind.TRACKING] == [one.page_kind for one in parsed]
