"""Rewriting what golden pages must say: from the stored page alone, and never where nobody reads it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.golden.cases import Case, UpdateRefused, find_cases, update_cases


@pytest.fixture
def copied(tmp_path: Path) -> Case:
    """A golden page with what is known around it, and nothing else."""
    folder = tmp_path / "case"
    shutil.copytree(find_cases()[0].folder, folder)
    (folder / "expected.json").unlink()
    return Case(folder)


def test_an_update_needs_the_stored_page_alone(copied: Case) -> None:
    """Without any expected file to look at, the update writes the one that is kept beside the page."""
    update_cases([copied], {})
    assert find_cases()[0].read_expected() == copied.read_expected()


def test_an_update_does_not_look_at_what_was_expected(copied: Case) -> None:
    """A wrong expected file leaves no trace in the one that takes its place."""
    (copied.folder / "expected.json").write_text('{"problems": [], "left": "over"}', "utf-8")
    update_cases([copied], {})
    assert find_cases()[0].read_expected() == copied.read_expected()


def test_no_update_where_nobody_reads_it(copied: Case) -> None:
    """Where CI is set the update is refused, with the reason, and nothing is written."""
    with pytest.raises(UpdateRefused, match="refused where CI is set"):
        update_cases([copied], {"CI": "true"})
    assert not (copied.folder / "expected.json").exists()
