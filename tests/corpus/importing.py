"""The other way in: the corpus as files, given to `orderproof import`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from companion.cli import main
from companion.model import Capture, PartRole
from companion.wire import render_capture
from tests.corpus.captures import make_call_url, make_capture
from tests.corpus.corpus import Call, Corpus
from tests.corpus.visits import Visit

PROJECT = Path(__file__).resolve().parents[2]


def make_twins(
    corpus: Corpus, visits: Iterable[Visit], recorded: Mapping[str, Capture]
) -> Iterable[tuple[Call, Capture]]:
    """Make every capture anew from the corpus, with the instant, zone and visit that a browser gave it."""
    for visit in visits:
        for call in corpus.list_calls(visit):
            seen = recorded[call.trace]
            twin = make_capture(visit, call, seen.captured_at, seen.time_zone)
            yield call, replace(twin, visit_id=seen.visit_id)


def write_capture_files(captures: Iterable[Capture], folder: Path) -> None:
    """Write captures as the files that `import` takes; what travels apart from a capture is left out."""
    for number, capture in enumerate(captures):
        parts = tuple(part for part in capture.parts if part.role is not PartRole.RESOURCE)
        (folder / f"{number:05}.json").write_bytes(render_capture(replace(capture, parts=parts)))


def write_pages(captures: Iterable[Capture], folder: Path) -> None:
    """Write frozen pages as a browser saves them: the address in a comment, the time as that of the file."""
    for number, capture in enumerate(captures):
        for part in capture.parts:
            if part.role is PartRole.PAGE and part.body:
                path = folder / f"{number:05}-{part.frame_id}.html"
                saved_from = f"<!-- saved from url=({len(capture.url):04}){capture.url} -->"
                path.write_text(f"{saved_from}\n{part.body.decode()}", "utf-8")
                os.utime(path, (capture.captured_at.timestamp(), capture.captured_at.timestamp()))


def import_folder(folder: Path, data_dir: Path, *options: str) -> str:
    """Import a folder by the command line, as a process of its own, and give what it printed."""
    command = [sys.executable, "-m", "companion", "--data-dir", str(data_dir), "import"]
    command += [*options, str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def import_plain(twins: Iterable[tuple[Call, Capture]], folder: Path, data_dir: Path) -> int:
    """Import every answer as the plain file a person would save, with what it does not say as options.

    Returns:
        How many answers were imported. It is one call of the command line for each, in this process: starting
        a new one hundreds of times would show nothing more.
    """
    count = 0
    for call, twin in twins:
        path = folder / f"{call.trace}.txt"
        is_jsonp = call.asked.transport == "jsonp"
        path.write_text(f" mtopjsonp1({call.text})" if is_jsonp else call.text, "utf-8")
        options = ["--url", make_call_url(call), "--captured-at", twin.captured_at.isoformat()]
        options += ["--time-zone", str(twin.time_zone), "--language", str(twin.language)]
        assert 0 == main(["--data-dir", str(data_dir), "import", *options, str(path)])
        count += 1
    return count
