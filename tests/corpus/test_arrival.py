"""Whatever the order in which captures arrive, and however often, the records are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from companion.ingest import Ingest
from companion.model import Capture, CountedProblem, OrderRecord
from companion.store import FieldSource, Store
from tests.corpus.captures import make_captures
from tests.corpus.conftest import TODAY, open_folder, read_clock
from tests.corpus.corpus import make_corpus


@dataclass(frozen=True)
class Result:
    """All that was made of captures."""

    records: tuple[OrderRecord, ...]
    sources: tuple[Mapping[str, FieldSource], ...]
    problems: tuple[CountedProblem, ...]


@pytest.fixture(scope="module")
def captures() -> list[Capture]:
    """The captures of a smaller corpus, in the order in which they were made."""
    return list(make_captures(make_corpus(orders=102, seed=3, today=TODAY)))


@pytest.fixture(scope="module")
def in_order(captures: list[Capture], tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What comes of the captures as they were made."""
    return take_in(captures, tmp_path_factory.mktemp("in-order"))


def take_in(captures: Sequence[Capture], folder: Path) -> Result:
    """Take captures in, in the order given."""
    with open_folder(folder) as store, Ingest(store, read_clock) as ingest:
        for capture in captures:
            ingest.receive(capture)
        return read_result(store)


def read_result(store: Store) -> Result:
    """Read all that was made of captures."""
    records = store.order_records()
    return Result(
        records=records,
        sources=tuple(store.field_sources(record.order.order_id) for record in records),
        problems=store.counted_problems(),
    )


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_twice(captures: list[Capture], in_order: Result, tmp_path: Path, seed: int) -> None:
    """Shuffled, and every third one sent twice, the captures give the same records, sources and problems."""
    source = Random(seed)
    arriving = [*captures, *captures[::3]]
    source.shuffle(arriving)
    assert in_order == take_in(arriving, tmp_path / "shuffled")


def test_newest_first(captures: list[Capture], in_order: Result, tmp_path: Path) -> None:
    """A browser that was offline for two years and hands over the newest first changes nothing either."""
    assert in_order == take_in(captures[::-1], tmp_path / "reversed")


def test_reparse_changes_nothing(captures: list[Capture], in_order: Result, tmp_path: Path) -> None:
    """Read anew, once and twice, everything is as it was, and no order counts as changed."""
    with open_folder(tmp_path / "reparsed") as store, Ingest(store, read_clock) as ingest:
        for capture in captures:
            ingest.receive(capture)
        reports = [ingest.reparse(), ingest.reparse()]
        assert in_order == read_result(store)
    assert [0, 0] == [report.changed for report in reports]
