"""The index follows what is kept: changed words replace the old, what is gone leaves none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.config import Config
from companion.store import ItemKind, Store, open_store
from companion.store.database import Database
from companion.store.records import OrderKey
from tests.store.conftest import read_clock
from tests.store.finding import ORDER, add_page, find, kinds
from tests.store.samples import ORDER_ID, SHOP, make_capture, make_parsed, take_in


def test_changed_words_replace_the_old(filled: Store) -> None:
    """After a newer capture the old words find nothing any more, and the new ones find the order."""
    newer = replace(ORDER, site_state="Completed")
    take_in(filled, make_capture(2), make_parsed(newer))

    assert [] == kinds(filled, "awaiting")
    assert [ItemKind.ORDER] == kinds(filled, "completed")


def test_a_removed_capture_and_order_are_not_found(filled: Store, config: Config) -> None:
    """What is removed leaves no words behind."""
    add_page(filled, 2, "lamp")
    database = Database(config.database_path, filled.health)
    [[capture]] = database.rows(
        "SELECT journal_number FROM captures WHERE capture_id != ?", (make_capture(1).capture_id,)
    )
    [[order]] = database.rows("SELECT order_number FROM orders")
    assert isinstance(capture, int)
    assert isinstance(order, int)
    filled.search.remove_capture(capture)
    filled.search.remove_order(order)

    assert [] == find(filled, "lamp")
    assert [] == find(filled, "morrow")
    assert [(0,)] == database.rows("SELECT count(*) FROM search_items")
    database.close()


def test_what_is_removed_leaves_the_file(filled: Store, config: Config) -> None:
    """After an erasure no word of a removed page is left in the index, seen or unseen."""
    add_page(filled, 2, "zeppelinesque")
    database = Database(config.database_path, filled.health)
    [[number]] = database.rows("SELECT journal_number FROM search_items WHERE journal_number IS NOT NULL")
    assert isinstance(number, int)
    assert read_index(database).count(b"zeppelinesque") > 0
    filled.search.remove_capture(number)
    filled.search.erase_removed()
    after = read_index(database)
    database.close()

    assert 0 == after.count(b"zeppelinesque")
    assert [ItemKind.PARCEL] == kinds(filled, "customs")


def read_index(database: Database) -> bytes:
    """Read all bytes of the index."""
    rows = database.rows("SELECT block FROM search_index_data")
    return b"".join(block for (block,) in rows if isinstance(block, bytes))


def test_making_the_index_anew_changes_nothing(filled: Store) -> None:
    """Making the index anew gives the same hits."""
    add_page(filled, 2, "lamp")
    before = [find(filled, text) for text in ("store", "creme", "delivery", "lamp")]
    filled.search.rebuild()

    assert before == [find(filled, text) for text in ("store", "creme", "delivery", "lamp")]
    assert filled.search.is_sound()


def test_cleared_records_are_not_found(filled: Store) -> None:
    """When all that was read is forgotten, so is the index."""
    filled.clear_records()

    assert [] == find(filled, "store")


@pytest.mark.parametrize("what", ["id > 10", "id <= 10"])
def test_a_damaged_index_is_noticed_and_made_anew(filled: Store, config: Config, what: str) -> None:
    """A damaged index is told, keeps no capture from being read, and is whole after it was made anew."""
    database = Database(config.database_path, filled.health)
    database.execute(f"DELETE FROM search_index_data WHERE {what}")  # noqa: S608  # from the line above
    database.close()
    assert not filled.search.is_sound()
    record = take_in(filled, make_capture(2), make_parsed(replace(ORDER, site_state="Completed")))
    filled.search.rebuild()

    assert ("Completed", False) == (record.order.site_state, filled.is_read_only)
    assert filled.search.is_sound()
    assert [ItemKind.ORDER] == kinds(filled, "completed")


def test_a_reader_beside_the_writer_finds(filled: Store, config: Config) -> None:
    """The order is also found through another connection."""
    with open_store(config, clock=read_clock) as other:
        assert [ItemKind.ORDER] == kinds(other, "morrow")
        assert other.find_order(ORDER_ID, OrderKey(SHOP, ORDER_ID).marketplace) is not None
