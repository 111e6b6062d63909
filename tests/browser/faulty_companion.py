"""The companion, told by a file to die or to hang at a named point.

Everything else is the real program; the point is chosen between the network and the route's own handler.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path

from aiohttp import web

import companion.web.app
from companion.cli import run

VARIABLE = "FAULT_FILE"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Fault(StrEnum):
    """Where the companion fails."""

    NONE = ""
    DIE_BEFORE_STORING = "die_before_storing"
    DIE_BEFORE_ANSWERING = "die_before_answering"
    DIE_AT_BLOB = "die_at_blob"
    HANG_BEFORE_STORING = "hang_before_storing"
    HANG_BEFORE_ANSWERING = "hang_before_answering"
    HANG_AT_BLOB = "hang_at_blob"


@web.middleware
async def fail(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Fail where the file says, and behave otherwise."""
    is_capture = request.method == "POST" and request.path == "/v1/captures"
    if is_capture:
        await _fail_if(Fault.DIE_BEFORE_STORING, Fault.HANG_BEFORE_STORING)
    if request.method == "PUT":
        await _fail_if(Fault.DIE_AT_BLOB, Fault.HANG_AT_BLOB)
    answer = await handler(request)
    if is_capture:
        await _fail_if(Fault.DIE_BEFORE_ANSWERING, Fault.HANG_BEFORE_ANSWERING)
    return answer


async def _fail_if(dying: Fault, hanging: Fault) -> None:
    file = Path(os.environ[VARIABLE])
    if _read(file) is dying:
        os.kill(os.getpid(), signal.SIGKILL)
    if _read(file) is hanging:
        file.with_suffix(".reached").touch()
    while _read(file) is hanging:
        await asyncio.sleep(0.02)  # a file announces nothing


def _read(file: Path) -> Fault:
    return Fault(file.read_text("utf-8").strip())


def main() -> None:
    """Run the command line with the fault built in."""
    original = companion.web.app.make_app

    def make_app(*arguments: object, **options: object) -> web.Application:
        app = original(*arguments, **options)  # type: ignore[arg-type]  # passed through unseen
        app.middlewares.insert(0, fail)
        return app

    companion.web.app.make_app = make_app  # before `companion.server` imports it
    run()


if __name__ == "__main__":
    main()
