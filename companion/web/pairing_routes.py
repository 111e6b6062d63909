"""The pairing routes: for the extension that asks, and for the user who decides."""

from __future__ import annotations

import re
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from aiohttp import web

from companion.web.answers import make_json_answer
from companion.web.bodies import receive_form, receive_json
from companion.web.keys import CLOCK, STORE
from companion.web.pairing import PAIRING_DESK, PairingRequest, PairingState, make_pairing
from companion.web.pairing_list import Paired, Pairings, Waiting, make_paired
from companion.web.reports import REPORT_DESK
from companion.wire import Sha256

_UNPRINTABLE = re.compile(r"[^\w .,()'+/-]")


class PairingWish(msgspec.Struct, frozen=True):
    """What an extension sends to be paired."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    key: Sha256


class Nothing(msgspec.Struct, frozen=True):
    """An empty JSON object."""


class PairingAnswer(msgspec.Struct, frozen=True):
    """What the extension gets back: what to show and how long to ask."""

    id: str
    code: str
    expires_at: datetime


class StateAnswer(msgspec.Struct, frozen=True):
    """What became of a pairing request."""

    state: PairingState


async def post_pairing(request: web.Request) -> web.Response:
    """POST /v1/pairings: an extension asks."""
    wish = await receive_json(request, PairingWish)
    name = _UNPRINTABLE.sub("", wish.name).strip() or "Browser"
    asked = request.app[PAIRING_DESK].add_request(name, request.headers["Origin"], bytes.fromhex(wish.key))
    answer = PairingAnswer(asked.pairing_id, asked.code, asked.expires_at)
    return make_json_answer(answer, HTTPStatus.CREATED)


async def post_pairing_status(request: web.Request) -> web.Response:
    """POST /v1/pairings/{id}/status: the extension asks what became of it."""
    await receive_json(request, Nothing)
    pairing_id, origin = request.match_info["pairing_id"], request.headers["Origin"]
    state = request.app[PAIRING_DESK].find_state(pairing_id, origin)
    if state is None:
        state = await _find_kept_state(request, pairing_id, origin)
    return make_json_answer(StateAnswer(state))


async def get_pairings(request: web.Request) -> web.Response:
    """GET /v1/pairings: for the commands of this user."""
    pending = request.app[PAIRING_DESK].find_pending()
    waiting = (_make_waiting(pending),) if pending else ()
    return make_json_answer(Pairings(waiting, await list_paired(request.app)))


async def list_paired(app: web.Application) -> tuple[Paired, ...]:
    """List all browsers ever paired, each with its last report."""
    pairings = await app[STORE].read(lambda store: store.list_pairings())
    reports = await app[REPORT_DESK].list()
    return tuple(make_paired(pairing, reports.get(pairing.pairing_id)) for pairing in pairings)


async def post_pairing_decision(request: web.Request) -> web.Response:
    """POST /v1/pairings/{id}/approve, /refuse or /revoke: a command of this user decides."""
    await receive_json(request, Nothing)
    await _decide(request)
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def post_dashboard_decision(request: web.Request) -> web.Response:
    """POST /pairings/{id}/approve, /refuse or /revoke: the user decides on the dashboard."""
    await receive_form(request)
    await _decide(request)
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/#browsers"})


async def _decide(request: web.Request) -> None:
    pairing_id = request.match_info["pairing_id"]
    decision = request.match_info["decision"]
    desk = request.app[PAIRING_DESK]
    if decision == "approve":
        await _approve(request, desk.get_pending(pairing_id))
    elif decision == "refuse":
        desk.decide(desk.get_pending(pairing_id), PairingState.REFUSED)
    else:
        await request.app[STORE].write(lambda store: store.revoke_pairing(pairing_id))


async def _approve(request: web.Request, asked: PairingRequest) -> None:
    pairing = make_pairing(asked, request.app[CLOCK]())
    await request.app[STORE].write(lambda store: store.add_pairing(pairing))
    request.app[PAIRING_DESK].decide(asked, PairingState.APPROVED)


async def _find_kept_state(request: web.Request, pairing_id: str, origin: str) -> PairingState:
    # The companion may have been started anew between the user's click and the extension's question.
    pairing = await request.app[STORE].read(lambda store: store.find_pairing(pairing_id))
    if pairing is None or pairing.origin != origin:
        return PairingState.EXPIRED
    return PairingState.REFUSED if pairing.revoked_at else PairingState.APPROVED


def _make_waiting(pending: PairingRequest) -> Waiting:
    return Waiting(
        pending.pairing_id,
        pending.name,
        pending.origin,
        pending.code,
        pending.created_at,
        pending.expires_at,
    )
