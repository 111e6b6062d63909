"""Captures that are taken away: what goes with them, what stays, and that they do not come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from companion.config import Config
from companion.errors import BlobRefused, CaptureConflict, NotFound
from companion.model import Notice, Order, OrderState, PageKind, PartRole, Urgency
from companion.store import RemovalReason, Store, open_store
from companion.store.database import Database
from companion.wire import make_sha256
from tests.store.conftest import read_clock
from tests.store.removals import LATER, add, remove
from tests.store.samples import (
    ORDER_ID,
    SHOP,
    at,
    make_capture,
    make_id,
    make_parsed,
    make_part,
    make_resource,
)

OTHER = "8100000000000002"
DAYS = timedelta(days=2)


def order_ids(store: Store) -> list[str]:
    """List the orders."""
    return [record.order.order_id for record in store.order_records()]


def files(config: Config) -> set[str]:
    """List the files of bytes."""
    return {path.name for path in config.blobs_dir.glob("??/*")}


def test_a_removed_capture_is_gone_with_its_bytes(store: Store, config: Config) -> None:
    """Row, parts, reading, order and file go; the journal tells that it was, and the store is sound."""
    add(store, 1, ORDER_ID)

    assert (1, {ORDER_ID}) == remove(store, 1)

    assert ((), [], set()) == (store.capture_ids(), order_ids(store), files(config))
    with pytest.raises(NotFound):
        store.get_capture(make_id(1))
    report = store.integrity.check_all()
    assert (2, 0, 1, 0, ()) == (
        report.journal_entries,
        report.captures,
        report.removed_captures,
        report.blobs,
        report.findings,
    )


def test_a_record_is_folded_from_what_remains(store: Store) -> None:
    """An order of which one capture goes is what the others say of it."""
    for number, state in ((1, OrderState.UNPAID), (2, OrderState.COMPLETED)):
        capture = make_capture(number)
        store.add_capture(capture)
        store.apply_parsed(capture, (make_parsed(Order(ORDER_ID, state=state)),))

    assert (1, set()) == remove(store, 2)

    record = store.find_order(ORDER_ID)
    assert record is not None
    assert (OrderState.UNPAID, (make_id(1),), ()) == (record.order.state, record.capture_ids, record.changes)


def test_bytes_that_another_capture_names_stay(store: Store, config: Config) -> None:
    """A picture of two captures goes with the second, not with the first."""
    picture = b"the same picture"
    for number in (1, 2):
        add(store, number, parts=(make_part(b"own %d" % number), make_resource(picture)))
    store.add_blob(make_sha256(picture), picture)

    remove(store, 1)
    held = store.find_blob(make_sha256(picture))
    remove(store, 2)

    assert (picture, None, set()) == (held, store.find_blob(make_sha256(picture)), files(config))


def test_a_removed_capture_does_not_come_back(store: Store, config: Config) -> None:
    """Sent again it gets the receipt it got, wants nothing, and nothing of it is stored."""
    capture = make_capture(1, make_part(b"body"), make_resource(b"picture"))
    receipt = store.add_capture(capture)
    remove(store, 1)

    again = store.add_capture(capture)
    store.add_blob(make_sha256(b"picture"), b"picture")

    assert (receipt, ()) == (again, store.missing_blobs(make_id(1)))
    assert ((), set(), 2) == (store.capture_ids(), files(config), store.counts(at(0)).journal_number)
    assert store.removal.knows(make_id(1))


def test_a_removed_id_with_other_content_is_refused(store: Store) -> None:
    """An id that is used up stays so."""
    store.add_capture(make_capture(1))
    remove(store, 1)

    with pytest.raises(CaptureConflict):
        store.add_capture(replace(make_capture(1), title="Another"))


def test_bytes_nobody_ever_listed_are_still_refused(store: Store) -> None:
    """Only bytes that went with a capture are waved through."""
    store.add_capture(make_capture(1, make_part(), make_resource(b"picture")))
    remove(store, 1)

    with pytest.raises(BlobRefused):
        store.add_blob(make_sha256(b"other"), b"other")


def test_removing_twice_and_removing_nothing(store: Store) -> None:
    """A capture that is gone already counts for nothing; one that never was is an error, and nothing goes."""
    store.add_capture(make_capture(1))
    store.add_capture(make_capture(2))

    assert [(1, set()), (0, set())] == [remove(store, 1), remove(store, 1)]
    with pytest.raises(NotFound):
        remove(store, 2, 3)
    assert (make_id(2),) == store.capture_ids()


def test_what_was_told_of_a_gone_order_goes_too(store: Store) -> None:
    """Notices of an order that is removed are removed; those of others stay."""
    add(store, 1, ORDER_ID)
    add(store, 2, OTHER)
    for number, order_id in enumerate((ORDER_ID, ORDER_ID, OTHER)):
        notice = Notice(f"n{number}", SHOP, order_id, "t", "b", "/", Urgency.SOON)
        (store.add_notice(notice, at(1)) if number else store.add_notice_told(notice, "desktop", at(1)))

    remove(store, 1)

    assert ((), ["n2"]) == (store.told_notices(), [notice.notice_id for notice in store.open_notices()])


def test_a_page_that_goes_leaves_its_answers(store: Store) -> None:
    """The frozen page of a visit may go alone; the order then has no page to show."""
    add(store, 1, ORDER_ID, parts=(make_part(b"page", role=PartRole.PAGE),))
    add(store, 2, ORDER_ID)
    before = store.order_records()[0].page_capture_id

    remove(store, 1)

    record = store.order_records()[0]
    assert (make_id(1), None, (make_id(2),)) == (before, record.page_capture_id, record.capture_ids)


def test_a_file_the_system_holds_goes_later(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be removed now is counted, noted, and removed by the next attempt."""
    add(store, 1)
    store.removal.remove([make_id(1)], RemovalReason.DELETED, LATER)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.unlink", refuse)
        assert 1 == store.removal.clear_files()
    assert 1 == len(files(config))

    assert (0, set()) == (store.removal.clear_files(), files(config))


def test_nothing_is_taken_away_while_a_backup_is_made(store: Store, config: Config) -> None:
    """Whoever reads files by a list made before keeps all of them where they are."""
    add(store, 1)
    store.removal.remove([make_id(1)], RemovalReason.DELETED, LATER)

    with store.copies.hold_files():
        assert (1, 1) == (store.removal.clear_files(), len(files(config)))
    assert (0, set()) == (store.removal.clear_files(), files(config))


def test_bytes_that_come_again_before_their_file_is_gone_stay(store: Store, config: Config) -> None:
    """A new capture with the bytes of a removed one keeps them, whichever comes first."""
    add(store, 1, parts=(make_part(b"same"),))
    store.removal.remove([make_id(1)], RemovalReason.DELETED, LATER)
    add(store, 2, parts=(make_part(b"same"),))

    store.removal.clear_files()

    assert {make_sha256(b"same")} == files(config)
    assert () == store.integrity.check_all().findings


def test_a_file_that_vanishes_between_bytes_and_row_is_written_again(store: Store, config: Config) -> None:
    """A removal that comes between the two halves of adding a capture costs nothing of it."""
    add(store, 1, parts=(make_part(b"same"),))
    store.removal.remove([make_id(1)], RemovalReason.DELETED, LATER)
    capture = make_capture(2, make_part(b"same"))
    kept = store.keep_bodies(capture)
    store.removal.clear_files()

    store.add_kept_capture(capture, kept)

    assert ({make_sha256(b"same")}, capture) == (files(config), store.get_capture(make_id(2)))


def test_a_stray_file_is_found_after_a_day(store: Store, config: Config) -> None:
    """A file whose capture never came is taken away once it is old enough, and no other."""
    add(store, 1)
    store.keep_bodies(make_capture(2))

    at_once, later = (store.removal.find_strays(read_clock() + wait) for wait in (-DAYS, DAYS))
    store.removal.note_strays(later, read_clock())
    store.removal.clear_files()

    assert ((), 1, 1) == (at_once, len(later), len(files(config)))
    assert () == store.integrity.check_all().findings


def test_removal_leaves_nothing_readable_in_the_database(store: Store, config: Config) -> None:
    """What the user deletes is overwritten in database, log and search index, not only forgotten."""
    secret = "Zxqv Street 99"
    capture = replace(make_capture(1), title=secret)
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(Order(ORDER_ID, site_state=secret)),))

    def find_traces() -> list[str]:
        paths = [path for path in config.data_dir.iterdir() if path.is_file()]
        return [path.name for path in paths if b"zxqv" in path.read_bytes().lower()]

    before = bool(find_traces())
    remove(store, 1)
    store.removal.empty_log()
    store.close()

    assert (True, []) == (before, find_traces())


def test_an_unread_capture_can_go(store: Store) -> None:
    """A capture that nobody has read yet is removed like any other and is not waited for."""
    store.add_capture(make_capture(1))

    remove(store, 1)

    assert ((), 0) == (store.capture_ids(unparsed_only=True), store.counts(at(0)).unparsed)


def test_a_problem_goes_with_its_capture(store: Store) -> None:
    """A frozen page without its answer is a problem no longer once it is gone."""
    capture = make_capture(1, make_part(b"page", role=PartRole.PAGE))
    store.add_capture(capture)
    store.apply_parsed(capture, (make_parsed(kind=PageKind.TRACKING),))
    before = len(store.counted_problems())

    remove(store, 1)

    assert (1, ()) == (before, store.counted_problems())


def test_removal_is_one_step(config: Config) -> None:
    """A removal that breaks off has removed nothing."""
    with open_store(config, clock=read_clock) as store:
        add(store, 1, ORDER_ID)

        def remove_and_break() -> None:
            with store.transaction():
                store.removal.remove([make_id(1)], RemovalReason.DELETED, LATER)
                raise KeyboardInterrupt

        check_interrupted(remove_and_break)

        assert ([ORDER_ID], (make_id(1),)) == (order_ids(store), store.capture_ids())
        assert () == store.integrity.check_all().findings


def check_interrupted(work: Callable[[], None]) -> None:
    """Check that work was interrupted."""
    with pytest.raises(KeyboardInterrupt):
        work()


def test_every_table_about_captures_is_known_to_removal(store: Store, config: Config) -> None:
    """A table that refers to captures is one that a removal clears; whoever adds one is told here."""
    database = Database(config.database_path, store.health)
    tables = database.rows(
        "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f"
        " WHERE m.type = 'table' AND f.\"table\" IN ('captures', 'readings')"
    )
    database.close()

    cleared = {"parts", "unparsed", "readings", "reading_kinds", "problems", "page_attempts"}
    cleared |= {"sightings", "next_sightings", "search_items", "coverage", "field_readings"}
    cleared |= {"thread_sightings", "message_bells"}
    assert cleared == {table for (table,) in tables}
