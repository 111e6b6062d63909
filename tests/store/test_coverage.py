"""What the site says of its lists is kept: its counts, and how far each visit went."""

from __future__ import annotations

from companion.model import Coverage, Order, OrderState, PageKind, Parsed, Source
from companion.store import Store
from tests.store.samples import at, make_capture, make_id, make_parsed

SHOP = "aliexpress"


def look(
    store: Store,
    number: int,
    *pages: Coverage,
    visit: int = 900,
    first_id: int = 1,
    source: Source = Source.API,
) -> None:
    """Take in the pages of one visit to the list; each shows as many orders as it says."""
    for index, coverage in enumerate(pages):
        capture = make_capture(number * 10 + index, visit=visit)
        orders = tuple(
            Order(f"82000000000{first_id + index * 10 + place:05d}", OrderState.AWAITING_DELIVERY)
            for place in range(coverage.shown)
        )
        store.add_capture(capture)
        store.apply_parsed(
            capture, (Parsed(SHOP, PageKind.ORDER_LIST, orders, coverage=coverage, source=source),)
        )


def unfinished(store: Store) -> list[tuple[str, int]]:
    """List the visits whose list went on, with how far they went."""
    return [(one.visit_id, one.shown) for one in store.coverage.unfinished_lists()]


def page(number: int, shown: int = 10, has_more: bool | None = True, tab: str | None = None) -> Coverage:
    """Make what one page of the list says of itself."""
    return Coverage(tab, number, shown, has_more)


def test_counts_come_newest_first(store: Store) -> None:
    """The newest answer of the site's order count leads."""
    for number, shipped in ((1, 2), (2, 5)):
        capture = make_capture(number)
        store.add_capture(capture)
        store.apply_parsed(capture, (make_parsed(coverage=Coverage(counts={"shipped": shipped})),))

    assert [({"shipped": 5}, at(2)), ({"shipped": 2}, at(1))] == [
        (dict(one.counts), one.seen_at) for one in store.coverage.counts()
    ]


def test_a_list_whose_end_was_never_shown_goes_on(store: Store) -> None:
    """The visit that went furthest tells after which order the list went on."""
    look(store, 1, page(1), page(2), visit=901)
    look(store, 2, page(1), visit=902)

    assert [(make_id(901), 20)] == unfinished(store)


def test_a_page_seen_twice_counts_once(store: Store) -> None:
    """An answer that came again within a visit shows no further orders."""
    look(store, 1, page(1), page(1), page(2), visit=901)

    assert [(make_id(901), 20)] == unfinished(store)


def test_a_frozen_page_shows_all_that_was_unfolded(store: Store) -> None:
    """A page captured after each press of View orders shows the orders before, too."""
    look(store, 1, page(1, 10), page(1, 20), visit=901, source=Source.PAGE)

    assert [(make_id(901), 20)] == unfinished(store)


def test_a_list_that_was_seen_to_its_end_is_whole(store: Store) -> None:
    """The last page says that there is no more."""
    look(store, 1, page(1), page(2, 3, has_more=False))

    assert [] == unfinished(store)


def test_new_orders_above_a_known_list_leave_no_gap(store: Store) -> None:
    """After the end was reached once, a visit that comes down to orders known by then is enough."""
    look(store, 1, page(1), page(2, 3, has_more=False), visit=901, first_id=1)
    look(store, 2, page(1), visit=902, first_id=5)

    assert [] == unfinished(store)


def test_a_gap_between_new_and_known_orders_is_found(store: Store) -> None:
    """A visit whose list went on before it came to any known order leaves orders out."""
    look(store, 1, page(1, 3, has_more=False), visit=901, first_id=1)
    look(store, 2, page(1), visit=902, first_id=500)

    assert [(make_id(902), 10)] == unfinished(store)


def test_the_list_of_one_state_says_nothing_of_the_whole(store: Store) -> None:
    """The end of the tab of shipped orders is not the end of the list."""
    look(store, 1, page(1), visit=901)
    look(store, 2, page(1, 2, has_more=False, tab="shipped"), visit=902)

    assert [(make_id(901), 10)] == unfinished(store)


def test_coverage_goes_with_its_reading(store: Store) -> None:
    """What was read anew takes the place of what was read before."""
    look(store, 1, page(1), visit=901)
    capture = store.get_capture(make_id(10))

    store.apply_parsed(capture, (make_parsed(coverage=page(1, 4, has_more=False)),))

    assert [] == unfinished(store)


def test_an_order_seen_in_the_list_only_was_not_opened(store: Store) -> None:
    """Its own page, or that of its parcels, counts as opened; the list does not."""
    look(store, 1, page(1, 2))
    capture = make_capture(50, visit=950)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(Order("8200000000000001"), PageKind.ORDER_DETAIL),))

    assert (1, at(10)) == store.coverage.only_listed([OrderState.AWAITING_DELIVERY])
