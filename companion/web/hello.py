"""GET /v1/hello: who answers on this port, and its proof that it knows a pairing."""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus

import msgspec
from aiohttp import web

from companion import __version__
from companion.config import PRODUCT
from companion.web.answers import make_json_answer
from companion.web.keys import PORTS, STORE
from companion.web.refusals import Refusal
from companion.wire import PROTOCOL_HIGHEST, PROTOCOL_LOWEST

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,128}")


class Protocols(msgspec.Struct, frozen=True):
    """The protocol versions a companion understands."""

    lowest: int = PROTOCOL_LOWEST
    highest: int = PROTOCOL_HIGHEST


class Hello(msgspec.Struct, frozen=True):
    """What a companion says of itself before anything is sent to it."""

    nonce: str
    port: int
    proof: str | None
    product: str = PRODUCT
    version: str = __version__
    protocols: Protocols = Protocols()


def make_proof(key: bytes, nonce: str, port: int) -> str:
    """Show that the key of a pairing is known, for this nonce and this port only."""
    return hmac.digest(key, f"orderproof-hello-v1|{nonce}|{port}".encode(), "sha256").hex()


async def get_hello(request: web.Request) -> web.Response:
    """GET /v1/hello?nonce=N[&pairing=ID]."""
    nonce = request.query.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            "bad_nonce",
            "The nonce needs 16 to 128 letters, digits, - or _.",
            "PROTOCOL.md shows the greeting.",
        )
    port = request.app[PORTS].web
    key = await _find_key(request, request.query.get("pairing"))
    return make_json_answer(Hello(nonce, port, make_proof(key, nonce, port) if key else None))


async def _find_key(request: web.Request, pairing_id: str | None) -> bytes | None:
    if pairing_id is None:
        return None
    pairing = await request.app[STORE].read(lambda store: store.find_pairing(pairing_id))
    return pairing.key if pairing is not None and pairing.revoked_at is None else None
