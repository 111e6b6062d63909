"""Product pages that no order came of go after their time; whatever may be evidence stays."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companion.config import Config, Settings
from companion.ingest import ServedIngest, Upkeep
from companion.model import Capture, OrderLine, PageKind, Parsed, Part, PartRole, Trigger
from companion.store import RemovalReason, ServedStore, Store
from companion.wire import make_sha256
from tests.store.samples import make_capture, make_id, make_part, make_resource
from tests.store.shop import FakeShop, make_answer

NOW = datetime(2026, 8, 1, tzinfo=UTC)
PRODUCT = "1005000000000001"
ITEM = f"https://www.aliexpress.com/item/{PRODUCT}.html?spm=a2g0o"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


class ProductShop(FakeShop):
    """Orders hold one product, if they name it."""

    def parse(self, capture: Capture, part: Part) -> Parsed:
        """Read the orders a part names."""
        parsed = super().parse(capture, part)
        product = json.loads(part.body or b"{}").get("product")
        lines = (OrderLine("l1", product_id=product),) if product else ()
        return replace(parsed, orders=tuple(replace(order, lines=lines) for order in parsed.orders))


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An empty data folder."""
    return Config(tmp_path / "data")


@pytest.fixture
async def served(config: Config, clock: Clock) -> AsyncIterator[ServedStore]:
    """A served store."""
    async with ServedStore(config, clock=clock) as opened:
        yield opened


class House:
    """A running companion on a clock of its own."""

    def __init__(
        self, served: ServedStore, clock: Clock, days: int = 60, shop: FakeShop | None = None
    ) -> None:
        self.served = served
        self.clock = clock
        adapters = (shop or ProductShop(),)
        self.ingest = ServedIngest(served, clock, adapters)
        self.upkeep = Upkeep(served, self.ingest, clock, Settings(days), adapters)

    async def take_in(self, *captures: Capture) -> None:
        """Take captures in and read them."""
        for capture in captures:
            await self.ingest.receive(capture)
        await self.ingest.settle()

    async def wait(self, days: float) -> list[str]:
        """Let days pass, look after the store, and tell what is left."""
        self.clock.now += timedelta(days=days)
        await self.upkeep.look_after()
        return await self.served.read(list_ids)


def list_ids(store: Store) -> list[str]:
    """List the captures."""
    return list(store.capture_ids())


@pytest.fixture
def house(served: ServedStore, clock: Clock) -> House:
    """A running companion that keeps product pages for 60 days."""
    return House(served, clock)


def make_page(number: int, kind: str, *, visit: int | None = None, url: str = ITEM) -> Capture:
    """Make a frozen page of some kind."""
    body = json.dumps({"kind": kind, "number": number}).encode()
    return make_capture(number, make_part(body, PartRole.PAGE), visit=visit or 900 + number, url=url)


def make_order(number: int, *, product: str | None = None, visit: int | None = None) -> Capture:
    """Make the answer that shows an order."""
    body = {"kind": "order_detail", "orders": {"8100000000000001": "completed"}, "product": product}
    return replace(make_answer(number, body), visit_id=make_id(visit or 900 + number))


@pytest.mark.parametrize("kind", list(PageKind))
async def test_only_passing_kinds_go(house: House, kind: PageKind) -> None:
    """Pages of products, of policies and of no kind go after 60 days; every other kind never does."""
    await house.take_in(make_page(1, kind.value))

    left = [await house.wait(59), await house.wait(2)]

    goes = kind in {PageKind.LISTING, PageKind.POLICY, PageKind.UNKNOWN}
    assert [[make_id(1)], [] if goes else [make_id(1)]] == left


async def test_the_page_of_a_product_that_was_bought_stays(house: House) -> None:
    """A product page seen before buying stays once there is the order, as does one seen after."""
    other = make_page(3, "listing", url="https://www.aliexpress.com/item/1005000000000009.html")
    await house.take_in(make_page(1, "listing"), other)
    house.clock.now += timedelta(days=50)
    await house.take_in(make_order(2, product=PRODUCT), make_page(4, "listing"))

    assert [make_id(1), make_id(2), make_id(4)] == await house.wait(100)


async def test_a_product_of_a_removed_order_is_passing_again(house: House) -> None:
    """When the order is gone its product's page has its time like any other."""
    await house.take_in(make_page(1, "listing"), make_order(2, product=PRODUCT))
    kept = await house.wait(61)
    await house.served.write(
        lambda store: store.removal.remove([make_id(2)], RemovalReason.DELETED, house.clock())
    )

    assert ([make_id(1), make_id(2)], []) == (kept, await house.wait(1))


async def test_what_was_seen_with_an_order_stays(house: House) -> None:
    """A page of the same visit as an order, and one whose address names an order, stay."""
    named = make_page(3, "unknown", url="https://www.aliexpress.com/p/x?orderId=8100000000000001")
    await house.take_in(make_page(1, "listing", visit=950), make_order(2, visit=950), named)

    assert [make_id(1), make_id(2), make_id(3)] == await house.wait(90)


@pytest.mark.parametrize("trigger", [Trigger.MANUAL, Trigger.IMPORT])
async def test_what_the_user_kept_stays(house: House, trigger: Trigger) -> None:
    """A page the user kept by hand or brought in stays, with all of its visit."""
    kept = replace(make_page(1, "listing", visit=950), trigger=trigger)
    await house.take_in(kept, make_page(2, "listing", visit=950), make_page(3, "listing"))

    assert [make_id(1), make_id(2)] == await house.wait(90)


async def test_what_no_parser_survived_stays(house: House) -> None:
    """A page whose reading crashed may be anything, so it is kept."""
    crash = make_capture(1, make_part(b'{"kind": "listing", "crash": true}', PartRole.PAGE), url=ITEM)
    await house.take_in(crash)

    assert [make_id(1)] == await house.wait(90)


async def test_what_an_older_adapter_read_waits(house: House) -> None:
    """A page of no kind may be known to the adapter of today, so it is read anew before it may go."""
    await house.take_in(make_page(1, "unknown"))

    class LearnedShop(ProductShop):
        version = 2

        def identify(self, capture: Capture, part: Part) -> PageKind | None:  # noqa: ARG002
            return PageKind.DISPUTE

        def parse(self, capture: Capture, part: Part) -> Parsed:  # noqa: ARG002
            return Parsed(self.name, PageKind.DISPUTE)

    newer = House(house.served, house.clock, shop=LearnedShop())

    assert [make_id(1)] == await newer.wait(90)


async def test_zero_days_keep_for_ever(served: ServedStore, clock: Clock) -> None:
    """With 0 in the settings nothing ever goes by itself."""
    house = House(served, clock, days=0)
    await house.take_in(make_page(1, "listing"))

    assert [make_id(1)] == await house.wait(5000)


async def test_it_looks_once_a_day(house: House) -> None:
    """The search is made at start and once a day, not at every look."""
    await house.take_in(make_page(1, "listing"))

    assert [1, 1, 0] == [len(await house.wait(days)) for days in (59.5, 0.9, 0.2)]


async def test_many_go_in_small_batches(house: House, config: Config) -> None:
    """More pages than one batch holds all go, with their bytes, and the journal tells of each."""
    await house.take_in(*(make_page(number, "listing") for number in range(1, 46)))

    left = await house.wait(61)

    report = await house.served.read(lambda store: store.integrity.check_all())
    assert ([], 45, 90, 0, ()) == (
        left,
        report.removed_captures,
        report.journal_entries,
        report.blobs,
        report.findings,
    )
    assert [] == list(config.blobs_dir.glob("??/*"))


async def test_pictures_of_kept_pages_stay(house: House) -> None:
    """A picture that a kept page shows too stays when the other page goes."""
    picture = make_resource(b"picture")
    pages = [
        replace(page, parts=(*page.parts, picture))
        for page in (make_page(1, "listing"), make_page(2, "order_detail"))
    ]
    await house.take_in(*pages)
    await house.served.add_blob(make_sha256(b"picture"), b"picture")

    left = await house.wait(61)

    held = await house.served.read(lambda store: store.find_blob(make_sha256(b"picture")))
    assert ([make_id(2)], b"picture") == (left, held)


async def test_a_tombstone_says_what_went_and_why(house: House) -> None:
    """The tombstone keeps id, kind, content hash, time and reason."""
    page = make_page(1, "listing")
    await house.take_in(page)
    await house.wait(61)

    stones = await house.served.read(lambda store: list(store.removal.tombstones()))

    assert [(make_id(1), PageKind.LISTING, house.clock(), RemovalReason.EXPIRED)] == [
        (one.capture_id, one.page_kind, one.removed_at, one.reason) for one in stones
    ]
