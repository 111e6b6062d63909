"""Disputes in the store: merged by what they are, adding up what pages show one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from companion.model import Dispute, Offer, OrderRecord, PageKind, Parsed, PartRole, Problem
from companion.store import Store
from tests.store.samples import ORDER_ID, at, make_capture, make_parsed, make_part, money, take_in

LIST, PAGE = PageKind.REFUND_LIST, PageKind.DISPUTE
KNOWN = Dispute("7", ORDER_ID, "1", "return", "Processing", is_open=True)


def show(store: Store, number: int, dispute: Dispute, kind: PageKind = PAGE) -> OrderRecord:
    """Take in a page that shows one dispute."""
    return take_in(store, make_capture(number), make_parsed(kind=kind, disputes=(dispute,)))


def offer(author: str, amount: str, minutes: float, state: str | None = None) -> Offer:
    """Make a proposal."""
    return Offer(author, None, money(amount), at(minutes), None, state)


def changes(record: OrderRecord) -> list[tuple[str, str | None, str | None]]:
    """List what changed."""
    return [(one.field, one.before, one.after) for one in record.changes]


def test_offers_add_up(store: Store) -> None:
    """A page that shows only the newest offer takes none away; what became of one is brought up to date."""
    first, second = offer("buyer", "9.00", 1), offer("seller", "0", 5)
    show(store, 1, replace(KNOWN, offers=(first,)))
    record = show(store, 2, replace(KNOWN, offers=(second,)))
    record = show(store, 3, replace(KNOWN, offers=(replace(second, site_state="Expired"),)))

    assert (first, replace(second, site_state="Expired")) == record.disputes[0].offers
    assert [("disputes[7].offers", "buyer: 9.00 EUR", "seller: 0 EUR")] == changes(record)


def test_offers_seen_for_the_first_time_are_no_news(store: Store) -> None:
    """Opening a dispute's page for the first time tells nothing that happened since."""
    show(store, 1, replace(KNOWN, site_state="2"), LIST)

    assert [] == changes(show(store, 2, replace(KNOWN, offers=(offer("seller", "3.00", 1),))))


def test_requests_for_evidence_add_up(store: Store) -> None:
    """A request that a newer page no longer shows was still made."""
    show(store, 1, replace(KNOWN, evidence_requests=("A photo", "A video")))
    record = show(store, 2, replace(KNOWN, evidence_requests=("A video", "An invoice")))

    assert ("A photo", "A video", "An invoice") == record.disputes[0].evidence_requests


def test_words_and_codes_of_one_state_are_no_news(store: Store) -> None:
    """List and page call one state differently; words stay beside a code, and only a real change is news."""
    show(store, 1, replace(KNOWN, site_state="2"), LIST)
    show(store, 2, KNOWN)
    record = show(store, 3, replace(KNOWN, site_state="2"), LIST)
    assert ("Processing", []) == (record.disputes[0].site_state, changes(record))

    record = show(store, 4, replace(KNOWN, site_state="4", is_open=False), LIST)
    assert ("4", [("disputes[7].is_open", "True", "False")]) == (
        record.disputes[0].site_state,
        changes(record),
    )


def test_the_same_clock_read_a_little_later_is_no_news(store: Store) -> None:
    """What is left, counted from another moment, ends a little off; an hour more is a change."""
    show(store, 1, replace(KNOWN, answer_from="buyer", answer_by=at(600)))
    record = show(store, 2, replace(KNOWN, answer_from="buyer", answer_by=at(603)))
    assert [] == changes(record)

    record = show(store, 3, replace(KNOWN, answer_from="buyer", answer_by=at(600) - timedelta(hours=3)))
    assert ["disputes[7].answer_by"] == [one.field for one in record.changes]


def test_the_time_to_answer_goes_with_the_turn(store: Store) -> None:
    """Once another party has to act, the buyer's time is no longer shown as theirs."""
    show(store, 1, replace(KNOWN, answer_from="buyer", answer_by=at(600)))
    record = show(store, 2, replace(KNOWN, answer_from="seller"))

    assert ("seller", None) == (record.disputes[0].answer_from, record.disputes[0].answer_by)


def test_a_page_without_its_id_is_of_the_dispute_on_that_line(store: Store) -> None:
    """A page that names only the order line adds to the dispute of that line, whichever came first."""
    nameless = Dispute(f"{ORDER_ID}-1", ORDER_ID, "1", amount=money("4.00"))
    show(store, 1, nameless)
    record = show(store, 2, KNOWN)
    record = show(store, 3, nameless)

    assert [("7", money("4.00"), "Processing")] == [
        (one.dispute_id, one.amount, one.site_state) for one in record.disputes
    ]


def test_a_page_whose_answer_was_understood_is_no_problem(store: Store) -> None:
    """A frozen page that shows nothing that is known stops counting once its visit brought the data."""
    page, answer = make_capture(2, make_part(b"<p>", PartRole.PAGE)), make_capture(1)
    unread = Parsed("aliexpress", PAGE, problems=(Problem("data", "page", "no dispute recognised"),))
    store.add_capture(page)
    store.apply_parsed(page, (unread,))
    assert [(PAGE, "data")] == [(one.page_kind, one.field) for one in store.counted_problems()]

    take_in(store, answer, make_parsed(kind=PAGE, disputes=(KNOWN,)))
    assert () == store.counted_problems()
