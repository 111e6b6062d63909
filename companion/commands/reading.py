"""Reads files that the user names into captures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from companion.errors import InputError
from companion.marketplaces.files import read_file
from companion.model import Capture, PartRole
from companion.wire import MAX_CAPTURE_BYTES


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """What the user says about a file that does not tell by itself."""

    url: str | None
    captured_at: datetime | None
    time_zone: str | None
    language: str | None


def read_capture(data: bytes, origin: FileOrigin, captured_at: datetime) -> Capture:
    """Make a capture of a file's bytes; `captured_at` stands in where nobody said when it was seen.

    Raises:
        InputError: the bytes are empty, cut, or nothing that can be read.
    """
    capture = read_file(
        data,
        url=origin.url,
        captured_at=origin.captured_at or captured_at,
        time_zone=origin.time_zone,
        language=origin.language,
    )
    if capture.parts[0].role is PartRole.API:
        _check_is_utf8(data)
    return capture


def read_bytes(path: Path) -> bytes:
    """Read a whole file within the bound of a capture.

    Raises:
        InputError: it is missing, a folder, not ours to read, or too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CAPTURE_BYTES + 1)
    except OSError as error:
        raise _make_error(path, error) from error
    if len(data) > MAX_CAPTURE_BYTES:
        raise InputError(
            f"{path} is larger than {MAX_CAPTURE_BYTES // 2**20} MB.", "No page of a marketplace is so large."
        )
    return data


def read_modified_at(path: Path) -> datetime:
    """Tell when a file was last written, by the whole second."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _check_is_utf8(data: bytes) -> None:
    # A page may name another encoding; JSON is UTF-8 by its standard, and a wrong letter in a seller's name
    # would go unnoticed.
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"Byte {error.start} of the file is not UTF-8.", "Save it again as UTF-8."
        ) from error


def _make_error(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"There is no file {path}.", "Check the spelling.")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return InputError(f"{path} is a folder.", "To store all that is in it: orderproof import")
    if isinstance(error, PermissionError):
        return InputError(f"{path} may not be read.", "Give yourself the right to read it.")
    return InputError(f"{path} cannot be read: {error.strerror or error}.", "Try a copy of it.")
