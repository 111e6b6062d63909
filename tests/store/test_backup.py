"""A backup is one moment of a store in use, and putting it back gives that store again."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from companion.config import Config, read_settings
from companion.errors import InputError, StoreError, StoreLocked
from companion.store import ServeLock, Store, open_store
from companion.store.backup import BackupReport, make_backup
from companion.store.backup_check import CheckedBackup, check_backup
from companion.store.restore import restore_backup
from companion.wire import make_sha256
from tests.store.conftest import read_clock
from tests.store.removals import add, remove
from tests.store.samples import ORDER_ID, at, make_id, make_part, make_resource
from tests.store.test_user_tables import PAIRING

PICTURE = b"picture" * 50


def silent(_what: str, _done: int, _total: int) -> None:
    """Hear of progress and say nothing."""


def back_up(store: Store, config: Config, target: Path, *, overwrite: bool = False) -> BackupReport:
    """Write a backup."""
    return make_backup(store, config, target, now=at(0), overwrite=overwrite, progress=silent)


def check(target: Path, tmp_path: Path) -> CheckedBackup:
    """Check a backup."""
    return check_backup(target, tmp_path, silent)


@pytest.fixture
def filled(store: Store, config: Config) -> Store:
    """A store with a bit of everything."""
    add(store, 1, ORDER_ID, parts=(make_part(b"body"), make_resource(PICTURE)))
    store.add_blob(make_sha256(PICTURE), PICTURE)
    add(store, 2, ORDER_ID, "o2")
    add(store, 3, "o3")
    remove(store, 3)
    store.add_pairing(PAIRING)
    config.settings_path.write_text("keep_listings_days = 90\n")
    return store


def test_what_is_restored_is_what_was_backed_up(filled: Store, config: Config, tmp_path: Path) -> None:
    """Orders, captures, bytes, pairings, tombstones, settings and journal are the same in the new folder."""
    target, other = tmp_path / "b.zip", Config(tmp_path / "new")
    report = back_up(filled, config, target)
    checked = restore_backup(target, other, silent)

    with open_store(other, clock=read_clock) as restored:
        assert filled.order_records() == restored.order_records()
        assert filled.capture_ids() == restored.capture_ids()
        assert [filled.get_capture(make_id(n)) for n in (1, 2)] == [
            restored.get_capture(make_id(n)) for n in (1, 2)
        ]
        assert filled.list_pairings() == restored.list_pairings()
        assert filled.integrity.check_all() == restored.integrity.check_all()
        assert PICTURE == restored.find_blob(make_sha256(PICTURE))
        assert restored.removal.knows(make_id(3))
    assert (90, (), report.about) == (
        read_settings(other).keep_listings_days,
        checked.findings,
        checked.about,
    )
    assert not other.restoring_dir.exists()


def test_a_stranger_opens_it_with_what_any_system_has(filled: Store, config: Config, tmp_path: Path) -> None:
    """The file is a ZIP whose sums anybody can check; it names no folder of this computer, and no lock."""
    target = tmp_path / "b.zip"
    back_up(filled, config, target)

    with zipfile.ZipFile(target) as archive:
        lines = archive.read("SHA256SUMS").decode().splitlines()
        sums = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert {f"{sums[name]}  {name}" for name in sums if name != "SHA256SUMS"} == set(lines)
    assert {"orderproof.db", "settings.toml", "backup.json", "README.txt", "SHA256SUMS"} == {
        name for name in sums if not name.startswith("blobs/")
    }
    assert str(tmp_path).encode() not in everything
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)


def test_a_backup_leaves_nothing_beside_it(filled: Store, config: Config, tmp_path: Path) -> None:
    """Neither a finished backup nor one that failed leaves anything half behind."""
    folder = tmp_path / "out"
    folder.mkdir()

    def break_off(what: str, _done: int, _total: int) -> None:
        if what == "Checking file":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(filled, config, folder / "b.zip", now=at(0), overwrite=False, progress=break_off)
    assert [] == list(folder.iterdir())

    back_up(filled, config, folder / "b.zip")
    assert ["b.zip"] == [path.name for path in folder.iterdir()]


def test_a_file_that_is_there_is_not_replaced_unasked(filled: Store, config: Config, tmp_path: Path) -> None:
    """A backup overwrites only when it is told to, and never a folder."""
    target = tmp_path / "b.zip"
    target.write_bytes(b"precious")

    with pytest.raises(InputError, match="is there already"):
        back_up(filled, config, target)
    with pytest.raises(InputError, match="is there already"):
        back_up(filled, config, tmp_path, overwrite=True)
    assert b"precious" == target.read_bytes()

    back_up(filled, config, target, overwrite=True)
    assert () == check(target, tmp_path).findings


def test_a_folder_that_is_not_there_is_said(filled: Store, config: Config, tmp_path: Path) -> None:
    """A target in no folder is refused in a sentence."""
    with pytest.raises(InputError, match="Nothing can be written beside"):
        back_up(filled, config, tmp_path / "nowhere" / "b.zip")


def test_a_backup_under_load_holds_what_was_acknowledged_before(
    store: Store, config: Config, tmp_path: Path
) -> None:
    """While another thread adds and removes captures, a backup is one moment, with all from before it."""
    for number in range(1, 21):
        add(store, number, f"o{number}")
    stop = threading.Event()

    def load() -> None:
        with open_store(config, clock=read_clock) as other:
            for number in range(1000, 2000):
                if stop.is_set():
                    return
                add(other, number, f"o{number}")
                if number % 3 == 0:
                    remove(other, number)

    with open_store(config, clock=read_clock) as mine:
        worker = threading.Thread(target=load)
        worker.start()
        try:
            for round_number in range(3):
                target, new = tmp_path / f"{round_number}.zip", Config(tmp_path / f"new{round_number}")
                before = set(mine.capture_ids()) & {make_id(n) for n in range(1, 21)}
                number = mine.counts(at(0)).journal_number
                report = back_up(mine, config, target)
                restore_backup(target, new, silent)
                with open_store(new, clock=read_clock) as restored:
                    assert () == restored.integrity.check_all().findings
                    assert before <= set(restored.capture_ids())
                    assert number <= report.about.journal_number
                    assert report.about.journal_number == restored.counts(at(0)).journal_number
        finally:
            stop.set()
            worker.join()
    assert () == store.integrity.check_all().findings


def test_a_store_that_is_damaged_is_backed_up_all_the_same(
    filled: Store, config: Config, tmp_path: Path
) -> None:
    """What is left of a damaged store can be saved; what was wrong stays known, and is restored as it was."""
    names = [make_sha256(b"body"), make_sha256(PICTURE)]
    paths = [config.blobs_dir / name[:2] / name for name in names]
    paths[0].write_bytes(b"damaged")
    paths[1].unlink()
    target, new = tmp_path / "b.zip", Config(tmp_path / "new")

    report = back_up(filled, config, target)
    checked = restore_backup(target, new, silent)

    assert (sorted(names), False, ()) == (
        sorted(report.about.damaged),
        report.about.is_of_sound_store,
        checked.findings,
    )
    with open_store(new, clock=read_clock) as restored:
        assert set(names) == {one.subject for one in restored.integrity.check_all().findings}
        assert filled.order_records() == restored.order_records()


def test_a_folder_in_use_is_left_alone(filled: Store, config: Config, tmp_path: Path) -> None:
    """A backup goes only into an empty folder that nobody serves; any other stays as it is."""
    target = tmp_path / "b.zip"
    back_up(filled, config, target)
    kept, served = Config(tmp_path / "kept"), Config(tmp_path / "served")
    kept.data_dir.mkdir()
    (kept.data_dir / "letter.txt").write_text("mine")
    served.data_dir.mkdir()

    with pytest.raises(InputError, match=r"is not empty: it holds letter\.txt"):
        restore_backup(target, kept, silent)
    with pytest.raises(InputError, match="is not empty"):
        restore_backup(target, config, silent)
    with ServeLock(served.lock_path), pytest.raises(StoreLocked):
        restore_backup(target, served, silent)
    assert ["letter.txt", "serve.lock"] == sorted(path.name for path in kept.data_dir.iterdir())


@pytest.mark.parametrize("broken_at", ["blobs", "settings.toml", "orderproof.db"])
def test_a_restore_that_broke_off_begins_anew(
    filled: Store, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_at: str
) -> None:
    """Killed at any point, a restore leaves no store that looks whole; run again it is complete."""
    target, new = tmp_path / "b.zip", Config(tmp_path / "new")
    back_up(filled, config, target)
    code = KILLED.format(target=str(target), folder=str(new.data_dir), broken_at=broken_at)
    killed = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])

    with pytest.raises(StoreError, match="broke off"):
        open_store(new, clock=read_clock)
    checked = restore_backup(target, new, silent)

    with open_store(new, clock=read_clock) as restored:
        assert (9, (), filled.order_records()) == (
            killed.returncode,
            checked.findings,
            restored.order_records(),
        )
        assert () == restored.integrity.check_all().findings


KILLED = """
import os
from pathlib import Path
from companion.config import Config
from companion.store import files
from companion.store.restore import restore_backup
replace = files.DiskFiles.replace
def break_off(self, source, target):
    if target.name == {broken_at!r}:
        os._exit(9)
    replace(self, source, target)
files.DiskFiles.replace = break_off
restore_backup(Path({target!r}), Config(Path({folder!r})), lambda *_: None)
"""
