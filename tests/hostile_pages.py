"""A companion that is given hostile pages, as a process of its own, so that its memory can be told.

Prints what it came to as JSON: `python -m tests.hostile_pages FOLDER`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from companion.config import Config
from companion.ingest import ServedIngest
from companion.model import Capture, Part, PartRole
from companion.store import ServedStore, Store
from companion.worker import WorkLimits
from tests.page_shop import PageShop, make_page, make_visit
from tests.store.conftest import read_clock
from tests.store.samples import at, make_part
from tests.store.shop import states

LIMITS = WorkLimits(work_seconds=20.0, memory_bytes=768 * 1024 * 1024)
SEEN = "<p id={} title=completed>x</p>"


def make_pages() -> tuple[Part, ...]:
    """Make pages that each show one order, `o0`, `o1`, …, in the midst of what is to choke the parser."""
    bodies = (
        "<div>" * 5000 + SEEN,
        "<p " + " ".join(f"a{number}=1" for number in range(300_000)) + ">y</p>" + SEEN,
        SEEN + "<table>" + f"<tr><td><b>{'z' * 50}</b></td></tr>" * 60_000,  # 5 MB, 180,000 elements
        SEEN + "\x00\x01<div>\x00</div>",
        SEEN + "\u202e\u2066detrevni\u2069 \u200f",
        SEEN + "word " * 2_000_000,  # 10 MB of text
        SEEN + "<svg>" * 2000 + "<math>" * 2000,
    )
    pages = [make_page(body=body.format(f"o{number}")) for number, body in enumerate(bodies)]
    wrong = f'<meta charset="utf-16"><body>{SEEN.format("o7")}\xe9\xff'.encode("latin-1")
    return (*pages, make_part(wrong, PartRole.PAGE))


async def take_in(folder: Path) -> dict[str, object]:
    """Take all pages in, and tell what became of them and of this process."""
    captures = [make_visit(number, page) for number, page in enumerate(make_pages())]
    process = psutil.Process()
    async with ServedStore(Config(folder), clock=read_clock) as served:
        ingest = ServedIngest(served, read_clock, (PageShop(),), LIMITS)
        await ingest.receive(make_visit(99, make_page({"o99": "completed"})))
        await ingest.settle()
        before = process.memory_info().rss
        for capture in captures:
            await ingest.receive(capture)
        await ingest.settle()
        grown = process.memory_info().rss - before
        await ingest.close()
        return {
            "grown_bytes": grown,
            "heavy": sorted({"bs4", "lxml"} & set(sys.modules)),
            **await served.read(lambda store: look(store, captures)),
        }


def look(store: Store, captures: Sequence[Capture]) -> dict[str, object]:
    """Look at what is kept and known."""
    return {
        "orders": sorted(states(store)),
        "kept": all(capture == store.get_capture(capture.capture_id) for capture in captures),
        "unparsed": store.counts(at(0)).unparsed,
        "problems": sorted({one.field for one in store.counted_problems()}),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(take_in(Path(sys.argv[1])))))
