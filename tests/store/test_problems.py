"""Problems are counted by page kind and field, and stop counting when they are put right."""

from __future__ import annotations

import pytest

from companion.model import Capture, Order, PageKind, Parsed, PartRole, Problem, Source
from companion.store import Store
from tests.store.samples import ORDER_ID, at, make_capture, make_parsed, make_part

DETAIL = PageKind.ORDER_DETAIL


def add(store: Store, capture: Capture, *parsed: Parsed) -> None:
    """Add a capture with what was read in it."""
    store.add_capture(capture)
    store.apply_parsed(capture, parsed)


def counted(store: Store) -> list[tuple[PageKind, str, int]]:
    """List the problems that count."""
    return [(one.page_kind, one.field, one.count) for one in store.counted_problems()]


def make_page(number: int, visit: int = 900) -> Capture:
    """Make a capture of a frozen page."""
    return make_capture(number, make_part(f"<p>{number}".encode(), PartRole.PAGE), visit=visit)


def test_problems_are_counted_by_kind_and_field(store: Store) -> None:
    """Each field of each page kind is one line with its count, its newest time and one next action."""
    total, state = Problem("total", "fields", "?"), Problem("state", "fields", "?")
    add(store, make_capture(1), make_parsed(Order(ORDER_ID), problems=(total, state)))
    add(store, make_capture(2), make_parsed(Order(ORDER_ID), problems=(total,)))
    add(store, make_capture(3), make_parsed(Order(ORDER_ID), DETAIL, problems=(total,)))

    problems = store.counted_problems()

    expected = [(DETAIL, "total", 1), (PageKind.ORDER_LIST, "total", 2), (PageKind.ORDER_LIST, "state", 1)]
    assert expected == counted(store)
    assert [at(3), at(2), at(1)] == [problem.last_seen_at for problem in problems]
    assert all(problem.next_action for problem in problems)
    assert 4 == store.counts(at(0)).problems


@pytest.mark.parametrize("kind", [PageKind.ORDER_LIST, DETAIL, PageKind.TRACKING])
@pytest.mark.parametrize("page_first", [True, False])
def test_a_page_without_its_answer_counts_until_the_answer_is_understood(
    store: Store, kind: PageKind, page_first: bool
) -> None:
    """A frozen page whose data never came is a problem; whichever comes first, the answer ends it."""
    page, answer = make_page(2), make_capture(1)
    if page_first:
        add(store, page, make_parsed(kind=kind))
        assert [(kind, "data", 1)] == counted(store)

    add(store, answer, make_parsed(Order(ORDER_ID), kind))
    if not page_first:
        add(store, page, make_parsed(kind=kind))

    assert [] == counted(store)


def test_an_answer_of_another_visit_or_kind_does_not_count(store: Store) -> None:
    """A page needs an answer of its own kind from its own visit."""
    add(store, make_capture(1, visit=901), make_parsed(Order(ORDER_ID), DETAIL))
    add(store, make_capture(2, visit=902), make_parsed(Order(ORDER_ID)))

    add(store, make_page(3, visit=902), make_parsed(kind=DETAIL))
    add(store, make_page(4, visit=902), make_parsed(kind=DETAIL))

    assert [(DETAIL, "data", 1)] == counted(store)


def test_an_answer_that_was_not_understood_leaves_its_page_a_problem(store: Store) -> None:
    """A refused answer counts, and so does the page that it left without data."""
    refused = Problem("ret", "ret", "FAIL_SYS_SESSION_EXPIRED")
    add(store, make_capture(1), make_parsed(problems=(refused,)))
    add(store, make_page(2), make_parsed())

    assert [(PageKind.ORDER_LIST, "data", 1), (PageKind.ORDER_LIST, "ret", 1)] == counted(store)


@pytest.mark.parametrize("field", ["ret", "json", "data"])
def test_opening_the_page_again_puts_a_failed_page_right(store: Store, field: str) -> None:
    """A page that gave nothing stops counting once a newer page of its kind was understood."""
    add(store, make_capture(1), make_parsed(problems=(Problem(field, "answer", "x"),)))
    add(store, make_page(2), make_parsed())
    assert counted(store)

    add(store, make_capture(3, visit=901), make_parsed(Order(ORDER_ID)))

    assert [] == counted(store)


def test_an_older_good_page_does_not_excuse_a_newer_failed_one(store: Store) -> None:
    """Being logged out now is a problem although it went well before."""
    add(store, make_capture(1, visit=901), make_parsed(Order(ORDER_ID)))

    add(store, make_capture(2), make_parsed(problems=(Problem("ret", "ret", "x"),)))

    assert [(PageKind.ORDER_LIST, "ret", 1)] == counted(store)


def test_an_unreadable_field_counts_until_it_is_read(store: Store) -> None:
    """A field that a parser cannot read stays a problem until a better parser has read that capture."""
    capture = make_capture(1)
    add(store, capture, make_parsed(Order(ORDER_ID), problems=(Problem("total", "fields", "?"),)))
    add(store, make_capture(2), make_parsed(Order(ORDER_ID)))
    assert [(PageKind.ORDER_LIST, "total", 1)] == counted(store)

    store.apply_parsed(capture, (make_parsed(Order(ORDER_ID)),))

    assert [] == counted(store)


def test_an_empty_list_is_understood(store: Store) -> None:
    """An account without orders has no problem."""
    add(store, make_capture(1), make_parsed())
    add(store, make_page(2), make_parsed())

    assert [] == counted(store)


def test_a_kind_that_nobody_reads_yet_does_not_count(store: Store) -> None:
    """A page that is kept for a later version is no problem the user could do anything about."""
    later = Problem("not_read_yet", "page", "chat")
    add(store, make_page(1), make_parsed(kind=PageKind.CHAT, problems=(later,)))

    assert [] == counted(store)


@pytest.mark.parametrize("kind", [PageKind.ORDER_LIST, DETAIL, PageKind.TRACKING])
def test_a_page_that_spoke_for_itself_needs_no_answer(store: Store, kind: PageKind) -> None:
    """A visit whose page was read as a document is understood, and nothing says that an answer is missing."""
    add(store, make_page(1), make_parsed(Order(ORDER_ID), kind, source=Source.PAGE))

    assert [] == counted(store)


def test_a_page_that_showed_nothing_is_not_understood(store: Store) -> None:
    """A document without any record may not have been filled yet, also where its capture holds an answer."""
    both = make_capture(1, make_part(b"<p>", PartRole.PAGE), make_part(b"{}"))
    add(store, both, make_parsed(kind=DETAIL, source=Source.PAGE))

    assert [(DETAIL, "data", 1)] == counted(store)


def test_a_page_understood_later_puts_a_failed_answer_right(store: Store) -> None:
    """Reading the document of a newer visit is as good as an answer."""
    add(store, make_capture(1), make_parsed(problems=(Problem("ret", "answer", "x"),)))

    add(store, make_page(2, visit=901), make_parsed(Order(ORDER_ID), source=Source.PAGE))

    assert [] == counted(store)
