"""The small API: the popup's status and the notices that the extension shows."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import msgspec
from aiohttp import web

from companion import __version__
from companion.completeness import make_completeness
from companion.config import PRODUCT
from companion.drift import find_drifts
from companion.ingest import RereadProgress, find_progress
from companion.lookout import LIVE, Lookout
from companion.model import Completeness, CountedProblem, Deadline, Drift, Notice
from companion.protection.deadlines import sort_deadlines
from companion.store import Store
from companion.web.answers import make_json_answer
from companion.web.bodies import receive_json
from companion.web.keys import CLOCK, LOOKOUT, NOTICES, STORE
from companion.web.pairing_routes import Nothing

_POPUP_DEADLINES = 5


class StatusJson(msgspec.Struct, frozen=True):
    """What the popup shows."""

    captured_today: int
    captures: int
    orders: int
    unparsed: int
    problems: tuple[CountedProblem, ...]
    deadlines: tuple[Deadline, ...]
    notices: tuple[Notice, ...]
    channel: str
    read_only: bool
    coverage: Completeness
    drift: tuple[Drift, ...]
    rereading: RereadProgress | None = None
    product: str = PRODUCT
    version: str = __version__


async def get_status(request: web.Request) -> web.Response:
    """GET /v1/status."""
    now = request.app[CLOCK]()
    notices, lookout = request.app[NOTICES], request.app[LOOKOUT]
    status = await request.app[STORE].read(
        lambda store: make_status(store, lookout, now, notices.pending_for_extension(), notices.channel)
    )
    return make_json_answer(status)


async def post_notice_shown(request: web.Request) -> web.Response:
    """POST /v1/notices/{notice_id}/shown."""
    await receive_json(request, Nothing)
    await request.app[NOTICES].confirm_shown(request.match_info["notice_id"])
    return web.Response(status=HTTPStatus.NO_CONTENT)


def make_status(
    store: Store, lookout: Lookout, now: datetime, notices: tuple[Notice, ...], channel: str
) -> StatusJson:
    """Gather what the popup shows."""
    counts = store.counts(find_start_of_day(now))
    running = lookout.look(store.watch, now).running
    deadlines = [deadline for order in running for deadline in order.deadlines if deadline.status in LIVE]
    return StatusJson(
        captured_today=counts.captured_today,
        captures=counts.captures,
        orders=counts.orders,
        unparsed=counts.unparsed,
        problems=store.counted_problems(),
        deadlines=tuple(sort_deadlines(deadlines)[:_POPUP_DEADLINES]),
        notices=notices,
        channel=channel,
        read_only=store.is_read_only,
        coverage=make_completeness(store),
        drift=find_drifts(store),
        rereading=find_progress(store),
    )


def find_start_of_day(now: datetime) -> datetime:
    """Tell when today began for the person at this computer."""
    return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
