"""The report of a change of the site, made in a process of its own and saved by the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus

import msgspec
from aiohttp import web

from companion.errors import NotFound
from companion.model import PageKind
from companion.redaction.wish import make_report_in_worker
from companion.reporting import make_report_wish
from companion.web.keys import CLOCK, STORE
from companion.web.refusals import Refusal
from companion.worker import Worker, WorkerFailed, WorkLimits

REPORT_WORKER = web.AppKey("report_worker", Worker)

_LIMITS = WorkLimits(work_seconds=60)  # several pages, each gone through a few times
_ZIP = b"PK"


async def run_report_worker(app: web.Application) -> AsyncIterator[None]:
    """Give an application a worker, which starts with the first report, and end it."""
    app[REPORT_WORKER] = Worker(_LIMITS)
    yield
    await app[REPORT_WORKER].close()


async def get_report(request: web.Request) -> web.Response:
    """GET /drift-reports/{page_kind}: a ZIP file with redacted pages, for a bug report."""
    kind = _find_kind(request.match_info["page_kind"])
    wish = await request.app[STORE].read(lambda store: make_report_wish(store, kind))
    try:
        made = await request.app[REPORT_WORKER].run(make_report_in_worker, msgspec.msgpack.encode(wish))
    except WorkerFailed as error:
        raise _make_refusal(error.message) from error
    if not made.startswith(_ZIP):
        raise _make_refusal(made.decode())
    name = f"orderproof-{kind.value.replace('_', '-')}-{request.app[CLOCK]():%Y-%m-%d}.zip"
    return web.Response(
        body=made,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _find_kind(name: str) -> PageKind:
    if name not in list(PageKind):
        raise NotFound("There is no such kind of page.")
    return PageKind(name)


def _make_refusal(message: str) -> Refusal:
    return Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "no_report",
        f"The report could not be made. {message}",
        "Try: orderproof report",
    )
