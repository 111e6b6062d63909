"""Bytes that changed on disk are never shown as if they were good."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from companion.config import Config
from companion.errors import BlobDamaged, StoreError
from companion.model import PageKind
from companion.store import Store, open_store
from companion.wire import make_sha256
from tests.store.conftest import read_clock
from tests.store.samples import make_capture, make_part

BODY = b"".join(f"<p>line {number * 7919 % 1000}</p>".encode() for number in range(120))


def find_file(config: Config, body: bytes) -> Path:
    """Find where the bytes lie."""
    name = make_sha256(body)
    return config.blobs_dir / name[:2] / name


def test_one_flipped_bit_is_noticed(store: Store, config: Config) -> None:
    """Whichever bit of a stored file flips, reading it is refused."""
    capture = make_capture(1, make_part(BODY))
    store.add_capture(capture)
    path = find_file(config, BODY)
    good = path.read_bytes()
    chosen = random.Random(1)  # noqa: S311  # the same bits each run
    unnoticed = []
    for bit in [*range(128), *(chosen.randrange(len(good) * 8) for _ in range(300))]:
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        try:
            # A flip that changes nothing in what is unpacked does no harm.
            if BODY != store.find_blob(make_sha256(BODY)):
                unnoticed.append(bit)
        except BlobDamaged:
            continue

    assert [] == unnoticed


def test_a_flipped_bit_in_the_content_refuses_the_capture(store: Store, config: Config) -> None:
    """A capture with a damaged body is refused as a whole, by name."""
    capture = make_capture(1, make_part(BODY))
    store.add_capture(capture)
    path = find_file(config, BODY)
    bad = bytearray(path.read_bytes())
    bad[len(bad) // 2] ^= 1
    path.write_bytes(bad)

    with pytest.raises(BlobDamaged, match=make_sha256(BODY)[:12]):
        store.get_capture(capture.capture_id)


@pytest.mark.parametrize("length", [0, 1, 5, 40])
def test_a_cut_file_is_noticed(store: Store, config: Config, length: int) -> None:
    """A stored file that was cut is refused."""
    store.add_capture(make_capture(1, make_part(BODY)))
    path = find_file(config, BODY)
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(BlobDamaged):
        store.find_blob(make_sha256(BODY))


def test_a_missing_file_is_noticed(store: Store, config: Config) -> None:
    """A stored file that is gone is damage, not an absence."""
    store.add_capture(make_capture(1, make_part(BODY)))
    find_file(config, BODY).unlink()

    with pytest.raises(BlobDamaged):
        store.find_blob(make_sha256(BODY))


def test_bytes_that_are_held_are_not_written_again(store: Store, config: Config) -> None:
    """The same bytes in many captures lie on disk once."""
    store.add_capture(make_capture(1, make_part(BODY)))
    written = find_file(config, BODY).stat().st_mtime_ns

    store.add_capture(make_capture(2, make_part(BODY)))

    assert written == find_file(config, BODY).stat().st_mtime_ns


def test_a_file_that_is_no_database_is_refused_with_a_sentence(config: Config) -> None:
    """A damaged database is named as such and not overwritten."""
    config.data_dir.mkdir()
    config.database_path.write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match="not a store that can be read"):
        open_store(config, clock=read_clock)

    assert config.database_path.read_bytes().startswith(b"this is no database")


def test_a_damaged_body_does_not_stop_the_records_of_its_capture(store: Store, config: Config) -> None:
    """What was read in a capture stays when its bytes are damaged later."""
    capture = make_capture(1, make_part(BODY))
    store.add_capture(capture)
    find_file(config, BODY).unlink()

    store.apply_parsed(capture, ())

    assert [PageKind.UNKNOWN] == [head.page_kind for head in store.list_captures()]
