"""Lines that show no id: each lands on the line it is, none is doubled, none is made up."""

from __future__ import annotations

import pytest

from companion.model import Order, OrderLine
from companion.store import Store
from tests.store.samples import ORDER_ID, make_id, money
from tests.store.visits import answered, paged

LAMP = OrderLine("11", product_id="70", title="Lamp", options={"Color": "Red", "Size": "L"}, quantity=1)
BLUE = OrderLine("12", product_id="70", title="Lamp", options={"Color": "Blue", "Size": "L"}, quantity=2)
CHAIR = OrderLine("13", product_id="71", title="Chair", quantity=3)


def nameless(place: int, **more: object) -> OrderLine:
    """Make a line as a page shows it that has no ids of lines."""
    return OrderLine(f"{ORDER_ID}-{place}", **more)  # type: ignore[arg-type]


def order(*lines: OrderLine) -> Order:
    """Make the usual order with these lines."""
    return Order(ORDER_ID, lines=lines)


def prices(lines: tuple[OrderLine, ...]) -> list[tuple[str, str | None]]:
    """List the price of each line."""
    return [(line.line_id, line.unit_price.raw if line.unit_price else None) for line in lines]


SHOWN = (
    nameless(1, product_id="71", unit_price=money("3.00")),
    nameless(2, product_id="70", options={"": "Blue / L"}, unit_price=money("2.00")),
    nameless(3, product_id="70", options={"": "Red / L"}, unit_price=money("1.00")),
)


@pytest.mark.parametrize("visit", [900, 901])
@pytest.mark.parametrize("page_first", [True, False])
def test_lines_meet_by_product_and_options(store: Store, page_first: bool, visit: int) -> None:
    """Prices of the page land on the answer's lines, in both directions and whatever the page's order."""
    if page_first:
        paged(store, 1, order(*SHOWN), visit=visit)
        record = answered(store, 2, order(LAMP, BLUE, CHAIR))
    else:
        answered(store, 1, order(LAMP, BLUE, CHAIR))
        record = paged(store, 2, order(*SHOWN), visit=visit)

    assert [("11", "1.00 €"), ("12", "2.00 €"), ("13", "3.00 €")] == prices(record.order.lines)
    assert [1, 2, 3] == [line.quantity for line in record.order.lines]
    paths = {path for path in store.field_sources(ORDER_ID) if path.endswith("unit_price")}
    assert {"lines[11].unit_price", "lines[12].unit_price", "lines[13].unit_price"} == paths


def test_lines_meet_by_product_alone(store: Store) -> None:
    """A page without options still names the product, and two lines of one product keep their order."""
    answered(store, 1, order(LAMP, BLUE, CHAIR))
    shown = [
        nameless(number, product_id=product, unit_price=money(f"{number}.00"))
        for number, product in enumerate(("71", "70", "70"), start=1)
    ]

    record = paged(store, 2, order(*shown))

    assert [("11", "2.00 €"), ("12", "3.00 €"), ("13", "1.00 €")] == prices(record.order.lines)


def test_lines_meet_by_place_when_as_many_are_shown(store: Store) -> None:
    """Where a page shows neither product nor title, as many lines in the same order are the same lines."""
    answered(store, 1, order(LAMP, CHAIR))

    record = paged(
        store, 2, order(nameless(1, unit_price=money("1.00")), nameless(2, unit_price=money("2.00")))
    )

    assert [("11", "1.00 €"), ("13", "2.00 €")] == prices(record.order.lines)


def test_pictures_without_titles_make_no_ghosts(store: Store) -> None:
    """A card that shows two of three lines as pictures adds none and moves none."""
    answered(store, 1, order(LAMP, BLUE, CHAIR))

    pictures = [nameless(number, image_url=f"https://ae01.example/{number}.webp") for number in (1, 2)]
    record = paged(store, 2, order(*pictures), visit=901)

    assert (LAMP, BLUE, CHAIR) == record.order.lines


def test_pictures_seen_first_give_way_to_the_lines(store: Store) -> None:
    """Nameless pictures that came first are gone once an answer names the lines of the order."""
    paged(store, 1, order(nameless(1, image_url="a"), nameless(2, image_url="b"), nameless(3)), visit=901)

    record = answered(store, 2, order(LAMP, CHAIR))

    assert ["11", "13"] == [line.line_id for line in record.order.lines]
    assert [] == [path for path in store.field_sources(ORDER_ID) if ORDER_ID in path]


def test_the_same_page_twice_has_its_lines_once(store: Store) -> None:
    """Stand-ins of two pages are compared by what they show, not by their number."""
    one, two = nameless(1, product_id="70", title="Lamp"), nameless(2, product_id="71", title="Chair")
    paged(store, 1, order(one, two))

    swapped = order(nameless(1, product_id="71", quantity=3), nameless(2, product_id="70", quantity=1))
    record = paged(store, 2, swapped, visit=901)

    assert [("Lamp", 1), ("Chair", 3)] == [(line.title, line.quantity) for line in record.order.lines]


def test_a_product_only_the_page_shows_is_a_line(store: Store) -> None:
    """Another product is another line, under a number of its own; a repeated one is not."""
    answered(store, 1, order(LAMP))

    shown = order(nameless(1, product_id="70"), nameless(2, product_id="70"), nameless(3, product_id="99"))
    record = paged(store, 2, shown)

    assert [("11", "70"), (f"{ORDER_ID}-1", "99")] == [
        (line.line_id, line.product_id) for line in record.order.lines
    ]


def test_answers_without_ids_meet_answers_with_ids(store: Store) -> None:
    """An answer whose lines had no ids is joined to one whose lines have them."""
    answered(store, 1, order(nameless(1, product_id="70", title="Lamp")))

    record = answered(store, 2, order(LAMP), visit=901)

    assert (LAMP,) == record.order.lines
    assert make_id(2) == store.field_sources(ORDER_ID)["lines[11].title"].capture_id
