"""Captures and bytes go in, and come out as they went in."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

import pytest

from companion.config import Config
from companion.errors import BlobRefused, CaptureConflict, NotFound, WireError
from companion.model import PageKind, Part, PartRole
from companion.store import Store
from companion.wire import make_sha256
from tests.store.samples import at, make_capture, make_id, make_parsed, make_part, make_resource

PICTURE = b"a picture" * 50


def test_a_capture_comes_back_as_it_was_added(store: Store) -> None:
    """Every field and every inline byte of a capture is read back."""
    page = Part(
        PartRole.PAGE, make_sha256(b"<p>"), "text/html", b"<p>", url="https://x/1", frame_id="0", size=3
    )
    answer = replace(make_part(b"\xff\x00"), request='{"tradeId":"1"}', transport="jsonp", fetched_at=at(0.5))
    gone = Part(PartRole.RESOURCE, None, "image/png", url="https://x/2", unavailable="timeout")
    capture = make_capture(1, page, answer, make_resource(PICTURE), gone)

    store.add_capture(capture)

    assert capture == store.get_capture(capture.capture_id)


def test_the_same_capture_gets_the_same_receipt(store: Store) -> None:
    """Sending a capture again changes nothing and is answered as the first time."""
    capture = make_capture(1)
    receipt = store.add_capture(capture)

    assert receipt == store.add_capture(capture)
    assert 1 == store.counts(at(0)).captures
    assert 1 == store.counts(at(0)).journal_number


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"captured_at": at(7)}, {"parts": (make_part(b"other"),)}]
)
def test_other_content_under_the_same_id_is_a_conflict(store: Store, change: dict[str, object]) -> None:
    """A capture id names one content for ever; the first one stays."""
    capture = make_capture(1)
    store.add_capture(capture)

    with pytest.raises(CaptureConflict):
        store.add_capture(replace(capture, **change))  # type: ignore[arg-type]

    assert capture == store.get_capture(capture.capture_id)


def test_a_body_under_a_wrong_name_is_refused(store: Store) -> None:
    """Bytes that are not what their hash says are not kept, and neither is their capture."""
    capture = make_capture(1, replace(make_part(b"right"), body=b"wrong"))

    with pytest.raises(WireError, match="part 0"):
        store.add_capture(capture)

    assert 0 == store.counts(at(0)).captures


def test_missing_blobs_are_named_until_they_are_held(store: Store) -> None:
    """A capture's resources are missing, each once and in its order, until their bytes have come."""
    first, second = make_resource(PICTURE), make_resource(b"another")
    capture = make_capture(1, make_part(), second, first, second)
    store.add_capture(capture)
    assert (second.sha256, first.sha256) == store.missing_blobs(capture.capture_id)

    store.add_blob(make_sha256(PICTURE), PICTURE)
    store.add_blob(make_sha256(PICTURE), PICTURE)

    assert (second.sha256,) == store.missing_blobs(capture.capture_id)
    assert PICTURE == store.find_blob(make_sha256(PICTURE))


def test_a_blob_nobody_lists_is_refused(store: Store) -> None:
    """Only bytes that an accepted capture lists are taken."""
    with pytest.raises(BlobRefused):
        store.add_blob(make_sha256(PICTURE), PICTURE)

    assert None is store.find_blob(make_sha256(PICTURE))


def test_a_blob_with_other_bytes_is_refused(store: Store) -> None:
    """Bytes are taken only under their own hash."""
    store.add_capture(make_capture(1, make_part(), make_resource(PICTURE)))

    with pytest.raises(BlobRefused):
        store.add_blob(make_sha256(PICTURE), b"not the picture")


def test_what_is_not_here_is_not_found(store: Store) -> None:
    """Asking for a capture that is not here is an error with a sentence."""
    with pytest.raises(NotFound):
        store.get_capture(make_id(1))
    with pytest.raises(NotFound):
        store.missing_blobs(make_id(1))


def test_heads_come_in_the_order_of_capturing(store: Store) -> None:
    """A list of captures follows the time at which they were captured, whatever order they arrived in."""
    for number in (3, 1, 2):
        store.add_capture(make_capture(number))

    heads = list(store.list_captures())

    assert [make_id(1), make_id(2), make_id(3)] == [head.capture_id for head in heads]
    assert [2, 3, 1] == [head.journal_number for head in heads]
    assert (PartRole.API,) == heads[0].part_roles


def test_unparsed_captures_are_listed_until_they_are_parsed(store: Store) -> None:
    """A capture is unparsed until what was read in it is applied; from then on its page kind is known."""
    first, second = make_capture(1), make_capture(2)
    store.add_capture(first)
    store.add_capture(second)
    store.apply_parsed(first, (make_parsed(kind=PageKind.TRACKING),))

    assert [make_id(2)] == [head.capture_id for head in store.list_captures(unparsed_only=True)]
    assert (make_id(2),) == store.capture_ids(unparsed_only=True)
    assert [PageKind.TRACKING, PageKind.UNKNOWN] == [head.page_kind for head in store.list_captures()]
    assert 1 == store.counts(at(0)).unparsed


def test_today_counts_what_was_captured_since_midnight(store: Store) -> None:
    """Captures of today are those taken at or after the start of the user's day."""
    for number in (1, 2, 3):
        store.add_capture(make_capture(number))

    assert 2 == store.counts(at(2)).captured_today


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_this_user_can_read_the_data(store: Store, config: Config) -> None:
    """Every file in the data folder is 0600 and every folder 0700."""
    store.add_capture(make_capture(1))

    paths = [config.data_dir, *config.data_dir.rglob("*")]
    modes = {(path.is_dir(), oct(os.stat(path).st_mode & 0o777)) for path in paths}

    assert {(True, "0o700"), (False, "0o600")} == modes


def test_many_heads_come_in_chunks_without_a_gap(store: Store) -> None:
    """A list longer than one chunk is complete, also while it is being written to."""
    with store.transaction():
        for number in range(1, 602):
            store.add_capture(make_capture(number, make_part(), minutes=number % 3))

    seen = []
    for head in store.list_captures():
        seen.append(head.capture_id)
        if len(seen) == 1:
            store.add_capture(make_capture(999, minutes=50))

    assert 602 == len(set(seen))


def test_a_resource_is_found_by_how_its_address_begins(store: Store) -> None:
    """A picture that is held is found in whatever size a page showed it, the newest first; others are not."""
    shown = [
        replace(make_resource(b"small"), url="https://x/kf/lamp.jpg_220x220.jpg"),
        replace(make_resource(b"large"), url="https://x/kf/lamp.jpg"),
        replace(make_resource(b"other"), url="https://x/kf/lamp2.jpg"),
        replace(make_resource(b"never came"), url="https://x/kf/lamp.jpg_640x640.jpg"),
    ]
    for number, part in enumerate(shown, start=1):
        store.add_capture(make_capture(number, part))
    for body in (b"small", b"large", b"other"):
        store.add_blob(make_sha256(body), body)

    expected = (make_sha256(b"large"), make_sha256(b"small"))
    assert expected == store.find_resources("https://x/kf/lamp.jpg")
    assert () == store.find_resources("https://x/kf/_")
