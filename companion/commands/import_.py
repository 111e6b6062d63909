"""`orderproof import`: store saved pages, answers and capture files, and folders of them."""

from __future__ import annotations

import argparse
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from companion.commands.arguments import add_origin
from companion.commands.context import Context
from companion.commands.reading import FileOrigin, read_bytes, read_capture, read_modified_at
from companion.errors import CaptureConflict, CompanionError, InputError
from companion.ingest import Ingest
from companion.model import Capture
from companion.printing import Terminal
from companion.store import Store
from companion.store.advice import make_next_action
from companion.wire import make_sha256

_NAMESPACE = uuid.UUID("3f1b7f0e-6d0c-5d53-9a39-0d7c4d6f5b21")  # any fixed one; ours, so that ids never meet


@dataclass(slots=True)
class _Result:
    stored: int = 0
    known: int = 0
    deleted: int = 0
    bad: list[tuple[Path, CompanionError]] = field(default_factory=list)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder of them")
    add_origin(parser, "when the pages were seen (else the file's own time, else when it was last written)")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Store every file that can be read; name the others and fail for them."""
    origin = FileOrigin(arguments.url, arguments.captured_at, arguments.time_zone, arguments.language)
    with context.open_store() as store, Ingest(store, context.clock) as ingest:
        unsupported = _count_unsupported(store)
        importer = _Importer(store, ingest, origin)
        paths = list(importer.find_files(arguments.paths))
        for number, path in enumerate(paths, start=1):
            context.terminal.progress(f"Importing {number} of {len(paths)}: {path.name}")
            importer.import_file(path)
        orders = len(store.order_records())
        unsupported = _count_unsupported(store) - unsupported
    context.terminal.finish_progress()
    if unsupported:
        context.terminal.note(f"{unsupported} of another site: {make_next_action('site')}")
    return _report(context.terminal, importer.result, orders)


def _count_unsupported(store: Store) -> int:
    return sum(problem.count for problem in store.counted_problems() if problem.field == "site")


class _Importer:
    """Goes through files and keeps count of what became of them."""

    def __init__(self, store: Store, ingest: Ingest, origin: FileOrigin) -> None:
        self.result = _Result()
        self._store = store
        self._ingest = ingest
        self._origin = origin
        self._known = set(store.capture_ids())

    def find_files(self, paths: Sequence[Path]) -> Iterator[Path]:
        """List the files of folders, at every depth; hidden ones are left out."""
        for path in paths:
            if not path.is_dir():
                yield path
                continue
            for folder, folders, names in os.walk(path, onerror=self._note_folder):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))

    def import_file(self, path: Path) -> None:
        """Store one file, unless it is here already or cannot be read."""
        try:
            self._receive(*self._read(path))
        except (InputError, CaptureConflict) as error:
            self.result.bad.append((path, error))

    def _read(self, path: Path) -> tuple[Capture, bool]:
        """Read a file, and tell whether the capture's id says all that it holds."""
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no file.", "Pipes and devices have no end; save the page as a file.")
        data = read_bytes(path)
        capture = read_capture(data, self._origin, read_modified_at(path))
        hashed = make_sha256(data)
        is_whole_file = any(part.sha256 == hashed for part in capture.parts)
        return (_name_capture(capture, hashed, self._origin), True) if is_whole_file else (capture, False)

    def _receive(self, capture: Capture, is_named_by_content: bool) -> None:
        if self._store.removal.knows(capture.capture_id):
            self.result.deleted += 1
            return
        is_known = capture.capture_id in self._known
        if not (is_known and is_named_by_content):
            self._ingest.receive(capture)
        self._known.add(capture.capture_id)
        if is_known:
            self.result.known += 1
        else:
            self.result.stored += 1

    def _note_folder(self, error: OSError) -> None:
        unreadable = InputError(f"{error.filename} may not be read.", "Give yourself the right to read it.")
        self.result.bad.append((Path(error.filename), unreadable))


def _name_capture(capture: Capture, hashed: str, origin: FileOrigin) -> Capture:
    """Name a capture by its bytes and by what the user said, so that the same import is the same capture.

    When the file was last written is no part of the name: a copy of a file is the same file. An instant that
    the user gave is: the same page seen at two times is two captures.
    """
    seen_at = origin.captured_at.isoformat() if origin.captured_at else None
    name = f"{hashed}|{capture.url}|{seen_at}|{origin.time_zone}|{origin.language}"
    return replace(
        capture,
        capture_id=str(uuid.uuid5(_NAMESPACE, f"capture|{name}")),
        visit_id=str(uuid.uuid5(_NAMESPACE, f"visit|{name}")),
    )


def _report(terminal: Terminal, result: _Result, orders: int) -> int:
    known = f", {result.known} were here before" if result.known else ""
    deleted = f", {result.deleted} were deleted before and stay away" if result.deleted else ""
    terminal.line(f"Stored {result.stored} captures{known}{deleted}. {orders} orders are known.")
    if not result.bad:
        return 0
    terminal.note(f"{len(result.bad)} could not be read:")
    for path, error in result.bad:
        terminal.note(f"  {path}: {error.message}")
    for hint in dict.fromkeys(error.hint for _, error in result.bad if error.hint):
        terminal.note(f"Hint: {hint}")
    return 2
