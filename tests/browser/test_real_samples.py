"""The real samples, served to real browsers: what they show is what `import` makes of the same files."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from companion.config import Config
from companion.model import (
    DeadlineKind,
    DeadlineStatus,
    Order,
    OrderRecord,
    OrderState,
    Shipment,
    Statement,
    StatementKind,
)
from companion.protection.deadlines import make_deadlines
from tests.browser import kept, shopper
from tests.browser.marketplace import ORDERS_PAGE
from tests.browser.scene import Scene
from tests.conftest import REAL_SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.samples, pytest.mark.asyncio(loop_scope="module")]

FOLDER = REAL_SAMPLES / "aliexpress" / "mtop"
ORDER = "8212313961591322"
SEEN_AT = datetime(2026, 9, 7, 12, tzinfo=UTC)  # the day the samples were taken
Said = tuple[Order, tuple[Shipment, ...], frozenset[Statement]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(scene: Scene) -> dict[str, OrderRecord]:
    """The records after a person has looked at the list, the order and its tracking in the browser."""
    scene.marketplace.serve_folder(FOLDER)
    await scene.agree_and_pair()
    page = await scene.browser.open(ORDERS_PAGE)
    await shopper.wait_until_shown(page)
    for address in shopper.list_addresses([ORDER]):
        await shopper.look_at(page, address)
    await scene.wait_for_answers()
    await scene.wait_until_delivered()
    return scene.companion.read_orders()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OrderRecord]:
    """The records after the same files were imported without any browser."""
    data_dir = tmp_path_factory.mktemp("imported")
    command = [sys.executable, "-m", "companion", "--data-dir", str(data_dir), "import"]
    for minute, name in enumerate(("order-list-init", "order-detail", "logistics-querydetail")):
        captured_at = (SEEN_AT + timedelta(minutes=minute)).isoformat()  # in the order of the walk
        done = subprocess.run(
            [*command, "--captured-at", captured_at, str(FOLDER / f"{name}.json")],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ,
        )
        assert 0 == done.returncode, done.stderr
    with kept.open_kept(Config(Path(data_dir))) as store:
        return {record.order.order_id: record for record in store.order_records()}


def make_said(records: dict[str, OrderRecord]) -> dict[str, Said]:
    """Leave away when and by which capture things were seen, and what only the page itself can say."""
    return {
        order_id: (
            record.order,
            record.shipments,
            frozenset(one.statement for one in record.statements if not is_of_page(one.statement)),
        )
        for order_id, record in records.items()
    }


def is_of_page(statement: Statement) -> bool:
    """Tell whether the frozen page said it, which the files that are imported do not hold."""
    return statement.place.startswith("page: ")


async def test_browsing_gives_what_import_gives(
    seen: dict[str, OrderRecord], imported: dict[str, OrderRecord]
) -> None:
    """Orders, shipments and the answers' statements are the same on both ways in."""
    await asyncio.sleep(0)  # keeps this test on the module's loop with the others
    assert make_said(imported) == make_said(seen)


async def test_the_page_says_the_refund_date_too(seen: dict[str, OrderRecord]) -> None:
    """The second reading finds on the page what the answer said: the refund on 4 Sep, in its own place."""
    await asyncio.sleep(0)
    found = {
        one.statement.on
        for one in seen[ORDER].statements
        if is_of_page(one.statement) and one.statement.kind is StatementKind.REFUND_IF_NOT_DELIVERED_BY
    }
    assert date(2026, 9, 4) in found


async def test_ten_orders_with_their_states(seen: dict[str, OrderRecord]) -> None:
    """The list's ten orders are there: eight completed, two awaiting delivery."""
    states = Counter(record.order.state for record in seen.values())
    assert {OrderState.COMPLETED: 8, OrderState.AWAITING_DELIVERY: 2} == dict(states)


async def test_both_dates_are_kept_and_moot(seen: dict[str, OrderRecord]) -> None:
    """3 Sep from tracking and 4 Sep from the order page both stand, quoted, and moot since the delivery."""
    record = seen[ORDER]
    refunds = {
        (one.page_kind.value, one.statement.on): one.statement.quote
        for one in record.statements
        if one.statement.kind is StatementKind.REFUND_IF_NOT_DELIVERED_BY
    }
    assert "Refund if no delivery before Sep 3, 2026" == refunds["tracking", date(2026, 9, 3)]
    assert ("order_detail", date(2026, 9, 4)) in refunds
    deadlines = make_deadlines(record, SEEN_AT)
    refund = [one for one in deadlines if one.kind is DeadlineKind.NOT_DELIVERED_REFUND]
    assert [DeadlineStatus.MOOT] == sorted({one.status for one in refund})


async def test_the_open_clock_is_the_dispute_window(seen: dict[str, OrderRecord]) -> None:
    """The completed order may still be disputed until 90 days after it was placed: 13 Oct 2026."""
    deadlines = make_deadlines(seen[ORDER], SEEN_AT)
    close = next(one for one in deadlines if one.kind is DeadlineKind.DISPUTE_CLOSE)
    assert DeadlineStatus.OPEN is close.status
    assert close.earliest_at is not None
    assert date(2026, 10, 12) <= close.earliest_at.date() <= date(2026, 10, 13)


async def test_orders_without_a_date_are_named(seen: dict[str, OrderRecord]) -> None:
    """The two orders on their way are listed as having no known date."""
    without = [
        order_id
        for order_id, record in seen.items()
        for one in make_deadlines(record, SEEN_AT)
        if one.kind is DeadlineKind.NO_DATE_KNOWN
    ]
    assert ["8214398062177351", "8214779947343229"] == sorted(without)


async def test_the_parcel_has_all_its_events(seen: dict[str, OrderRecord]) -> None:
    """All 26 events of the parcel are there."""
    assert [26] == [len(shipment.events) for shipment in seen[ORDER].shipments]
