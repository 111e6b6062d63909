"""The data folder and the note that a running companion leaves there."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.config import (
    Config,
    Running,
    find_data_dir,
    find_running,
    make_local_key,
    make_private_dir,
    remove_running,
    write_running,
)
from companion.errors import StoreError

RUNNING = Running(47811, 40123, "ab" * 32, 4711, datetime(2026, 9, 20, tzinfo=UTC), "0.1.0")
posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in another way")


def read_mode(path: Path) -> int:
    """Tell the permission bits of a path."""
    return stat.S_IMODE(path.stat().st_mode)


def test_the_argument_wins_over_the_environment(tmp_path: Path) -> None:
    """--data-dir comes first, then ORDERPROOF_HOME, then the user's own data folder."""
    environ = {"ORDERPROOF_HOME": str(tmp_path / "home")}

    assert tmp_path / "here" == find_data_dir(tmp_path / "here", environ)
    assert tmp_path / "home" == find_data_dir(None, environ)
    assert "orderproof" == find_data_dir(None, {}).name


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder keeps its meaning when the program changes its own."""
    monkeypatch.chdir(tmp_path)

    assert tmp_path / "data" == find_data_dir(Path("data"), {})


@posix
def test_folders_are_private(tmp_path: Path) -> None:
    """A data folder is for its user only, also one that was open before."""
    (tmp_path / "old").mkdir(mode=0o755)
    make_private_dir(tmp_path / "old")
    make_private_dir(tmp_path / "new" / "deep")

    assert [0o700, 0o700] == [read_mode(tmp_path / "old"), read_mode(tmp_path / "new" / "deep")]


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    """A data folder that is a file is refused in a sentence."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreError, match="cannot be used"):
        make_private_dir(tmp_path / "file")


def test_what_serve_writes_commands_read(tmp_path: Path) -> None:
    """The note of the running companion comes back as it was written, and goes when it ends."""
    config = Config(tmp_path)
    write_running(config, RUNNING)
    found = find_running(config)
    remove_running(config)
    remove_running(config)

    assert RUNNING == found
    assert [] == list(tmp_path.iterdir())


@posix
def test_the_local_key_is_private(tmp_path: Path) -> None:
    """Nobody else on the computer can read the key of this run."""
    config = Config(tmp_path)
    write_running(config, RUNNING)

    assert 0o600 == read_mode(config.running_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"port": "x"}', b"\xff\xfe"])
def test_a_spoilt_note_is_no_note(tmp_path: Path, content: bytes) -> None:
    """A cut or foreign file does not stop a command."""
    config = Config(tmp_path)
    config.running_path.write_bytes(content)

    assert find_running(config) is None


def test_local_keys_differ() -> None:
    """Each run has its own key of 64 hex digits."""
    first, second = make_local_key(), make_local_key()

    assert first != second
    assert [64, 64] == [len(first), len(second)]
