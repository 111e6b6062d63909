"""Where the companion keeps its data, which ports it takes, and how commands find the running one."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from companion.errors import StoreError

PRODUCT = "orderproof"
PORTS = (47811, 47821, 47831)  # tried in this order, by `serve` and by the extension
HOME_VARIABLE = "ORDERPROOF_HOME"


@dataclass(frozen=True, slots=True)
class Config:
    """What a run was asked for.

    Attributes:
        data_dir: the folder that holds everything the companion keeps.
        port: None takes the first free one of `PORTS`, 0 any free one.
        archive_port: where archived pages are shown; None and 0 take any free one.
    """

    data_dir: Path
    port: int | None = None
    archive_port: int | None = None

    @property
    def database_path(self) -> Path:
        """The SQLite database."""
        return self.data_dir / "orderproof.db"

    @property
    def blobs_dir(self) -> Path:
        """The folder of content-addressed bytes."""
        return self.data_dir / "blobs"

    @property
    def lock_path(self) -> Path:
        """The file that `serve` holds locked."""
        return self.data_dir / "serve.lock"

    @property
    def running_path(self) -> Path:
        """The file that tells commands where the running companion listens."""
        return self.data_dir / "running.json"


@dataclass(frozen=True, slots=True)
class Running:
    """A companion that serves a data folder, as it wrote itself down for the commands of this user.

    Attributes:
        local_key: 64 hex digits, fresh each run; the bearer token of this user's commands.
    """

    port: int
    archive_port: int
    local_key: str
    pid: int
    started_at: datetime
    version: str


def find_data_dir(argument: Path | None, environ: Mapping[str, str]) -> Path:
    """Choose the data folder: `--data-dir`, then ORDERPROOF_HOME, then the user's data folder."""
    if argument is not None:
        return argument.expanduser().absolute()
    home = environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser().absolute()
    import platformdirs  # needed by nobody who names a folder

    return platformdirs.user_data_path(PRODUCT, appauthor=False)


def make_private_dir(path: Path) -> None:
    """Make a folder that only this user can read, or narrow an existing one to that.

    Raises:
        StoreError: the folder cannot be made, is a file, or belongs to somebody else.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        raise StoreError(
            f"The data folder {path} cannot be used: {error.strerror or error}.",
            f"Choose another one with --data-dir or {HOME_VARIABLE}.",
        ) from error


def make_local_key() -> str:
    """Make the bearer token of one run."""
    return secrets.token_hex(32)


def write_running(config: Config, running: Running) -> None:
    """Write down the running companion, readable by this user only and never half written."""
    # mkstemp makes the file 0600 from its first moment, so the key is never readable by others.
    handle, name = tempfile.mkstemp(prefix="running-", suffix=".tmp", dir=config.data_dir)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(running))
        Path(name).replace(config.running_path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def find_running(config: Config) -> Running | None:
    """Read who serves this data folder; None when nobody wrote a file that can be understood.

    A companion that was killed leaves its file behind, so the port still has to answer.
    """
    try:
        return msgspec.json.decode(config.running_path.read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        return None


def remove_running(config: Config) -> None:
    """Take the note of the running companion away."""
    config.running_path.unlink(missing_ok=True)
