"""Run by `test_memory.py` in a process of its own: send bombs to a companion, tell how memory grew."""

from __future__ import annotations

import asyncio
import io
import json
import resource
import sys
import tempfile
from pathlib import Path

from tests.web.bombs import make_bomb
from tests.web.running import RunningWeb, make_answer_part, make_capture_json, run_web

UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
AT_ONCE = 4
ROUNDS = 3


async def send(web: RunningWeb, body: bytes, encoding: str) -> int:
    """Send one body."""
    headers = {**web.local, "Content-Type": "application/json", "Content-Encoding": encoding}
    async with web.http.post(f"{web.url}/v1/captures", data=io.BytesIO(body), headers=headers) as answer:
        await answer.read()
        return answer.status


async def measure(folder: Path) -> dict[str, object]:
    """Send honest captures, then bombs, then an honest one again."""
    async with run_web(folder) as web:
        honest = json.dumps(make_capture_json(make_answer_part("x" * 1024 * 1024))).encode()
        for _ in range(3):
            await send(web, honest, "identity")
        bomb = make_bomb(1024)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        statuses = []
        for _ in range(ROUNDS):
            statuses.append(await send(web, bomb, "gzip"))
        one = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(ROUNDS):
            statuses += await asyncio.gather(*(send(web, bomb, "gzip") for _ in range(AT_ONCE)))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {
            "statuses": sorted(set(statuses)),
            "honest": await send(web, honest, "identity"),
            "one_bytes": (one - before) * UNIT,
            "many_bytes": (after - before) * UNIT,
        }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(measure(Path(name) / "data"))))  # noqa: T201  # to the test
