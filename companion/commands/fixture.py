"""`orderproof fixture add`: a golden folder for the tests, redacted, out of a stored capture."""

from __future__ import annotations

import argparse
from pathlib import Path

import companion
from companion.commands.context import Context
from companion.errors import InputError
from companion.printing import Terminal
from companion.protection.wording import count_words
from companion.redaction.golden import make_goldens, write_goldens
from companion.redaction.pages import Redacted, redact_capture
from companion.reporting import find_naming_captures

_GOLDEN = Path("tests") / "golden"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["add"], help="what to do")
    parser.add_argument("capture", metavar="CAPTURE", help="the capture's id, as `order ID --json` lists it")
    parser.add_argument("--slug", metavar="NAME", required=True, help="name of the new folder")
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="instead of tests/golden of the checkout")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Redact the capture and write its folders."""
    folder = arguments.to or _find_golden_folder()
    with context.open_store() as store:
        capture = store.get_capture(arguments.capture)
        others = find_naming_captures(store)
    redacted = redact_capture(capture, others)
    files = make_goldens(capture, redacted.parts, arguments.slug, folder)
    write_goldens(files)
    for written in dict.fromkeys(file.path.parent for file in files):
        context.terminal.line(f"Wrote {written}")
    _tell_counts(context.terminal, redacted)
    return 0


def _find_golden_folder() -> Path:
    """Find the goldens of the checkout that runs, else of the one we stand in."""
    checkout = Path(companion.__file__).resolve().parent.parent
    for folder in (checkout / _GOLDEN, Path.cwd() / _GOLDEN):
        if folder.is_dir():
            return folder
    raise InputError("There is no checkout of Orderproof here.", "Name a folder with --to.")


def _tell_counts(terminal: Terminal, redacted: Redacted) -> None:
    counts = sorted(redacted.counts.items(), key=lambda one: -one[1])
    said = ", ".join(count_words(count, kind) for kind, count in counts) or "nothing"
    terminal.line(f"Replaced: {said}.")
    terminal.line("Read the page before you share it: a machine cannot know everything that is private.")
