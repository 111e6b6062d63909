"""How much of a list is shown, by the site's own word: in its answers and on its pages."""

from __future__ import annotations

import pytest

from companion.model import Coverage, PageKind
from tests.marketplaces.captures import LIST, make_tree, parse_answer
from tests.marketplaces.pages import read_page

COUNT = "mtop.aliexpress.trade.buyer.order.count"
CARD = (
    '<div class="order-item"><a href="https://www.aliexpress.com/p/order/detail.html?orderId=8301122334400009">'
    "Details</a></div>"
)
ORDER = {"orderId": "8301122334400009"}


@pytest.mark.parametrize(
    ("has_more", "page_index", "expected"),
    [(True, 1, (True, 1)), ("true", "2", (True, 2)), ("false", 3, (False, 3)), (None, None, (None, None))],
)
def test_an_answer_says_which_piece_it_is(
    has_more: object, page_index: object, expected: tuple[bool | None, int | None]
) -> None:
    """An answer's page, tab and end are read whether they are numbers and booleans or texts of them."""
    body = {"hasMore": has_more, "pageIndex": page_index}
    header = {"statusTabList": [{"code": "all"}, {"code": "unpaid", "count": "2"}]}
    tree = make_tree(
        pc_om_list_order=ORDER,
        pc_om_list_body=body,
        pc_om_list_header=header,
        pc_om_list_header_action={"statusTab": "shipped"},
    )

    assert (
        Coverage("shipped", expected[1], 1, expected[0], {"unpaid": 2}) == parse_answer(LIST, tree).coverage
    )


def test_the_count_answer_counts() -> None:
    """The counts beside the tabs come as an answer of their own, which is no list of orders."""
    parsed = parse_answer(COUNT, {"module": {"shipped": "2", "unpaid": 0, "note": "x"}})

    assert (PageKind.UNKNOWN, Coverage(counts={"shipped": 2, "unpaid": 0}), ()) == (
        parsed.page_kind,
        parsed.coverage,
        parsed.problems,
    )


@pytest.mark.parametrize("ret", [("FAIL_SYS_SESSION_EXPIRED::x",), ()])
def test_a_count_that_failed_counts_nothing(ret: tuple[str, ...]) -> None:
    """A count answer without success says nothing, and the list beside it says why."""
    parsed = parse_answer(COUNT, {"module": {"shipped": "2"}}, ret=ret)

    assert (None, ()) == (parsed.coverage, parsed.problems)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ('<div class="order-more"><button>View orders</button></div>', True),
        ('<div data-pl="order_more"><button>x</button></div>', True),
        ('<div class="order-more" hidden><button>x</button></div>', False),
        ('<div style="display: none"><div class="order-more"><button>x</button></div></div>', False),
        ('<div class="order-more"></div>', True),
        ("", None),
    ],
)
def test_a_page_says_whether_there_is_more(button: str, expected: bool | None) -> None:
    """A button that is shown means more orders, a hidden one the end; without one it is not said."""
    coverage = read_page(CARD + button).coverage

    assert coverage
    assert (1, expected) == (coverage.shown, coverage.has_more)


@pytest.mark.parametrize(
    ("tabs", "tab", "counts"),
    [
        ("<i role=tab aria-selected=true>View all</i><i role=tab>To pay (3)</i>", "all", {"unpaid": 3}),
        (
            '<i class="comet-tabs-nav-item">Aguardando a entrega<sup>12</sup></i>'
            '<i class="comet-tabs-nav-item comet-tabs-nav-item-active">Concluído</i>',
            "completed",
            {"shipped": 12},
        ),
        ('<i class="comet-tabs-nav-item active" data-code="unpaid">?? 4</i>', "unpaid", {"unpaid": 4}),
        ("<i role=tab aria-selected=true>Wishlist 9</i>", None, {}),
    ],
)
def test_tabs_are_counted(tabs: str, tab: str | None, counts: dict[str, int]) -> None:
    """Numbers beside tabs are counted by the tab's code, or by its words; unknown tabs are not."""
    coverage = read_page(f"<div>{tabs}</div>{CARD}").coverage

    assert coverage
    assert (tab, counts) == (coverage.tab, coverage.counts)


def test_an_empty_list_is_covered() -> None:
    """A list that says it is empty is shown whole; a page that shows no list covers nothing."""
    empty, other = read_page('<div class="comet-empty">No orders</div>'), read_page("<h1>Sorry</h1>")

    assert (Coverage(), None) == (empty.coverage, other.coverage)
