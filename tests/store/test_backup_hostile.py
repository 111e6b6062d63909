"""Backups that were damaged or made by somebody else: refused in a sentence, with nothing put in place."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import pytest

from companion.config import Config
from companion.errors import InputError
from companion.store import Store
from companion.store.backup import make_backup
from companion.store.backup_check import check_backup
from companion.store.restore import restore_backup
from companion.wire import make_sha256
from tests.store.removals import add
from tests.store.samples import ORDER_ID, at, make_part

BODY = b"<p>body</p>" * 40
BLOB = f"blobs/{make_sha256(BODY)[:2]}/{make_sha256(BODY)}"

Members = dict[str, bytes]
Change = Callable[[Members, Path], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Hear of progress and say nothing."""


@pytest.fixture
def good(store: Store, config: Config, tmp_path: Path) -> Path:
    """A backup that is sound."""
    add(store, 1, ORDER_ID, parts=(make_part(BODY),))
    config.settings_path.write_text("keep_listings_days = 0\n")
    target = tmp_path / "good.zip"
    make_backup(store, config, target, now=at(0), overwrite=False, progress=silent)
    return target


def write(path: Path, members: Members, *, sums: bool = True) -> Path:
    """Write an archive of these members, with sums that fit unless told."""
    if sums:
        listed = {name: hashlib.sha256(body).hexdigest() for name, body in members.items()}
        lines = (f"{hashed}  {name}\n" for name, hashed in listed.items() if name != "SHA256SUMS")
        members = {**members, "SHA256SUMS": "".join(lines).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def read(path: Path) -> Members:
    """Read all members of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def leave_out(members: Members, name: str) -> None:
    """Take a member away."""
    del members[name]


def change_database(members: Members, folder: Path, statement: str) -> None:
    """Run a statement on the database of a backup."""
    path = folder / "changed.db"
    path.write_bytes(members["orderproof.db"])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    members["orderproof.db"] = path.read_bytes()


def change_about(members: Members, **values: object) -> None:
    """Let a backup say something else of itself."""
    about = msgspec.json.decode(members["backup.json"])
    members["backup.json"] = msgspec.json.encode({**about, **values})


def check_nothing_comes(path: Path, tmp_path: Path) -> str:
    """Check that a backup is refused alike by both commands and leaves the folder empty; tells why."""
    new = Config(tmp_path / "new")
    try:
        checked = check_backup(path, tmp_path, silent)
        restored = restore_backup(path, new, silent)
        assert checked.findings == restored.findings != ()
        said = checked.findings[0].says
    except InputError as error:
        said = error.message
        with pytest.raises(InputError):
            restore_backup(path, new, silent)
    assert ["serve.lock"] == [entry.name for entry in new.data_dir.iterdir()]
    assert [] == [entry.name for entry in tmp_path.glob("checked*")]
    return said


REFUSED: dict[str, tuple[Change, str]] = {
    "a path that climbs out": (lambda m, _: m.update({"../evil": b"x"}), "belongs to no backup"),
    "an absolute path": (lambda m, _: m.update({"/etc/evil": b"x"}), "belongs to no backup"),
    "a path of Windows": (lambda m, _: m.update({"blobs\\..\\evil": b"x"}), "belongs to no backup"),
    "a blob in the wrong folder": (
        lambda m, _: m.update({f"blobs/00/{make_sha256(b'x')}": b"x"}),
        "belongs to no backup",
    ),
    "a lock": (lambda m, _: m.update({"serve.lock": b""}), "belongs to no backup"),
    "no database": (lambda m, _: leave_out(m, "orderproof.db"), "orderproof.db is missing"),
    "no description": (lambda m, _: leave_out(m, "backup.json"), "backup.json is missing"),
    "a description that is none": (lambda m, _: m.update({"backup.json": b"[]"}), "cannot be read"),
    "a newer format": (lambda m, _: change_about(m, format=2), "A newer Orderproof made this backup"),
    "bytes nobody lists": (
        lambda m, _: m.update({f"blobs/{make_sha256(b'x')[:2]}/{make_sha256(b'x')}": b"x"}),
        "not listed in the database",
    ),
    "missing bytes": (lambda m, _: leave_out(m, BLOB), "are missing"),
    "other bytes": (lambda m, _: m.update({BLOB: b"x"}), "damaged"),
    "no SQLite": (lambda m, _: m.update({"orderproof.db": b"x" * 9000}), "its database is damaged"),
    "an empty database": (lambda m, _: m.update({"orderproof.db": b""}), "its database is empty"),
    "settings that are none": (lambda m, _: m.update({"settings.toml": b"evil = 1"}), "settings.toml"),
    "another journal": (lambda m, _: change_about(m, journal_number=7), "ends elsewhere"),
    "a newer database": (
        lambda m, folder: change_database(m, folder, "PRAGMA user_version = 99"),
        "A newer Orderproof made this backup",
    ),
    "a version below all": (
        lambda m, folder: change_database(m, folder, "PRAGMA user_version = -1"),
        "its database is empty",
    ),
    "a trigger": (
        lambda m, folder: change_database(
            m, folder, "CREATE TRIGGER evil AFTER UPDATE ON orders BEGIN DELETE FROM pairings; END"
        ),
        "not one of Orderproof's",
    ),
    "a view": (
        lambda m, folder: change_database(m, folder, "DROP TABLE notices; CREATE VIEW notices AS SELECT 1"),
        "not one of Orderproof's",
    ),
    "a table of other columns": (
        lambda m, folder: change_database(m, folder, "ALTER TABLE blobs ADD COLUMN evil TEXT"),
        "not one of Orderproof's",
    ),
    "a changed capture": (
        lambda m, folder: change_database(m, folder, "UPDATE captures SET title = 'Another'"),
        "is not what journal entry 1 sealed",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_backup_that_is_not_sound_is_refused(good: Path, tmp_path: Path, name: str) -> None:
    """Whatever is wrong with a backup, both commands say so in a sentence and put nothing in place."""
    change, expected = REFUSED[name]
    members = read(good)
    change(members, tmp_path)

    assert expected in check_nothing_comes(write(tmp_path / "bad.zip", members), tmp_path)


@pytest.mark.parametrize("member", ["orderproof.db", BLOB, "settings.toml"])
def test_bytes_that_are_not_what_the_sums_say_are_refused(good: Path, tmp_path: Path, member: str) -> None:
    """A member that was exchanged is found by its sum."""
    members = read(good)
    members[member] += b" "

    said = check_nothing_comes(write(tmp_path / "bad.zip", members, sums=False), tmp_path)
    assert "is not what SHA256SUMS says" in said


def test_every_cut_is_refused(good: Path, tmp_path: Path) -> None:
    """A backup that was cut anywhere is no backup."""
    data, bad = good.read_bytes(), tmp_path / "bad.zip"
    for end in (0, 1, 100, len(data) // 2, len(data) - 30, len(data) - 1):
        bad.write_bytes(data[:end])
        with pytest.raises(InputError):
            check_backup(bad, tmp_path, silent)


def test_flipped_bits_are_refused(good: Path, tmp_path: Path) -> None:
    """A backup in which a byte of any member changed is refused or found wanting."""
    data, bad = good.read_bytes(), tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as archive:
        heads = {info.filename: info.header_offset for info in archive.infolist()}
    unnoticed = []
    for name, head in heads.items():
        name_length, extra_length = struct.unpack_from("<HH", data, head + 26)
        changed = bytearray(data)
        changed[head + 30 + name_length + extra_length + 8] ^= 1
        bad.write_bytes(changed)
        with suppress(InputError):
            if not check_backup(bad, tmp_path, silent).findings:
                unnoticed.append(name)

    assert ([], 6) == (unnoticed, len(heads))


def test_a_bomb_is_refused_before_it_is_unpacked(good: Path, tmp_path: Path) -> None:
    """A member that promises more than packing can do, or than the disk has, is never unpacked."""
    members = read(good)
    data = write(tmp_path / "bad.zip", members).read_bytes()
    with zipfile.ZipFile(tmp_path / "bad.zip") as archive:
        size = archive.getinfo("orderproof.db").file_size
    lying = data.replace(size.to_bytes(4, "little"), (2**31).to_bytes(4, "little"))
    (tmp_path / "bad.zip").write_bytes(lying)

    assert data != lying
    assert "is packed in a way no backup is" in check_nothing_comes(tmp_path / "bad.zip", tmp_path)


def test_two_members_of_one_name_are_refused(good: Path, tmp_path: Path) -> None:
    """Programs disagree which of two members of one name they read, so neither is read."""
    write(tmp_path / "bad.zip", read(good))
    with zipfile.ZipFile(tmp_path / "bad.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("settings.toml", b"keep_listings_days = 1")

    assert "two members of one name" in check_nothing_comes(tmp_path / "bad.zip", tmp_path)
