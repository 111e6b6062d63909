"""POST /v1/reports: what a paired browser holds and has not delivered yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

import msgspec
from aiohttp import web

from companion.store import BrowserReport, HeardReport, Losses, ServedStore
from companion.web.bodies import receive_json
from companion.web.keys import CALLER, CLOCK
from companion.web.refusals import Refusal

_WRITTEN_EVERY = timedelta(minutes=10)  # a report that says nothing new is not worth a write each time

_Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class LossesJson(msgspec.Struct, frozen=True):
    """What a browser had no room for."""

    images: _Count = 0
    listings: _Count = 0
    orders: _Count = 0


class ReportJson(msgspec.Struct, frozen=True):
    """A report as the extension sends it."""

    waiting: _Count
    waiting_since: _Moment | None
    refused: _Count
    lost: LossesJson
    browser: Annotated[str, msgspec.Meta(max_length=100)]
    extension_version: Annotated[str, msgspec.Meta(max_length=40)]


class ReportDesk:
    """The last report of each browser: the newest in memory, what it says in the store."""

    def __init__(self, store: ServedStore) -> None:
        self._store = store
        self._heard: dict[str, HeardReport] = {}
        self._written: dict[str, HeardReport] = {}

    async def add(self, pairing_id: str, heard: HeardReport) -> None:
        """Take a report in; the store hears of what is new, and now and then that nothing is."""
        self._heard[pairing_id] = heard
        written = self._written.get(pairing_id)
        is_news = written is None or written.report != heard.report
        if written is not None and not is_news and heard.heard_at - written.heard_at < _WRITTEN_EVERY:
            return
        if not self._store.is_read_only:
            await self._store.write(lambda store: store.browsers.add_report(pairing_id, heard))
            self._written[pairing_id] = heard

    async def list(self) -> Mapping[str, HeardReport]:
        """Give the last report of each pairing, also those of an earlier run."""
        kept = await self._store.read(lambda store: store.browsers.reports())
        return {**kept, **self._heard}


REPORT_DESK = web.AppKey("report_desk", ReportDesk)


async def post_report(request: web.Request) -> web.Response:
    """POST /v1/reports."""
    record = await receive_json(request, ReportJson)
    pairing_id = request[CALLER].pairing_id
    if pairing_id is None:
        raise Refusal(
            HTTPStatus.BAD_REQUEST, "bad_body", "Only a paired browser has something to report.", ""
        )
    heard = HeardReport(_make_report(record), request.app[CLOCK]())
    await request.app[REPORT_DESK].add(pairing_id, heard)
    return web.Response(status=HTTPStatus.NO_CONTENT)


def _make_report(record: ReportJson) -> BrowserReport:
    since = record.waiting_since
    return BrowserReport(
        waiting=record.waiting,
        waiting_since=since.astimezone(UTC) if since and record.waiting else None,
        refused=record.refused,
        lost=Losses(record.lost.images, record.lost.listings, record.lost.orders),
        browser=record.browser,
        extension_version=record.extension_version,
    )
