"""Where the companion keeps its data, which ports it takes, and how commands find the running one."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from companion.errors import InputError, StoreError

PRODUCT = "orderproof"
PORTS = (47811, 47821, 47831)  # tried in this order, by `serve` and by the extension
HOME_VARIABLE = "ORDERPROOF_HOME"

_LONGEST_DAYS = 36_500
_SETTINGS_HINT = (
    "It may say keep_listings_days = 60, a number of days from 0 (for ever) on, and nothing else."
)


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
    def settings_path(self) -> Path:
        """What the user has set; it need not be there."""
        return self.data_dir / "settings.toml"

    @property
    def restoring_dir(self) -> Path:
        """Where a backup is unpacked before it is put in place."""
        return self.data_dir / "restoring"

    @property
    def running_path(self) -> Path:
        """The file that tells commands where the running companion listens."""
        return self.data_dir / "running.json"


class _SettingsFile(msgspec.Struct, forbid_unknown_fields=True):
    keep_listings_days: Annotated[int, msgspec.Meta(ge=0, le=_LONGEST_DAYS)] = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What `settings.toml` in the data folder says; every line of it may be left out.

    Attributes:
        keep_listings_days: how long product pages stay that no order came of; 0 keeps them for ever.
    """

    keep_listings_days: int = 60


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


def read_settings(config: Config) -> Settings:
    """Read the settings of a data folder; all of them have a default.

    Raises:
        InputError: the file cannot be read, or says what is no setting.
    """
    try:
        return parse_settings(config.settings_path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise InputError(
            f"{config.settings_path} cannot be read: {error.strerror or error}.", "Check its rights."
        ) from error


def parse_settings(data: bytes) -> Settings:
    """Read the text of `settings.toml`.

    Raises:
        InputError: it is no TOML, or says what is no setting.

    >>> parse_settings(b"keep_listings_days = 90")
    Settings(keep_listings_days=90)
    """
    try:
        settings = msgspec.toml.decode(data, type=_SettingsFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"settings.toml cannot be read: {error}.", _SETTINGS_HINT) from error
    return Settings(keep_listings_days=settings.keep_listings_days)


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
