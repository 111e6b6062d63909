"""Captures and blobs: what the extension sends, acknowledged only when it is on disk."""

from __future__ import annotations

import asyncio
from datetime import datetime
from http import HTTPStatus

import msgspec
from aiohttp import web

from companion.model import Receipt
from companion.web.answers import make_json_answer
from companion.web.bodies import JSON, OCTETS, receive_body
from companion.web.keys import INTAKE, STORE
from companion.wire import MAX_BLOB_BYTES, MAX_CAPTURE_BYTES, parse_unchecked_capture


class ReceiptJson(msgspec.Struct, frozen=True):
    """The word that a capture is kept, and which resources are still wanted."""

    capture_id: str
    journal_number: int
    journal_hash: str
    received_at: datetime
    missing: tuple[str, ...]


async def post_capture(request: web.Request) -> web.Response:
    """POST /v1/captures."""
    async with receive_body(request, media_type=JSON, limit=MAX_CAPTURE_BYTES) as body:
        # Reading some megabytes takes longer than the other callers should wait.
        capture = await asyncio.to_thread(parse_unchecked_capture, body)
        receipt, missing = await request.app[INTAKE].receive(capture)
    return make_json_answer(_make_receipt_json(receipt, missing), HTTPStatus.CREATED)


async def put_blob(request: web.Request) -> web.Response:
    """PUT /v1/blobs/{sha256}."""
    sha256 = request.match_info["sha256"]
    async with receive_body(request, media_type=OCTETS, limit=MAX_BLOB_BYTES) as body:
        await request.app[STORE].add_blob(sha256, body)
    return web.Response(status=HTTPStatus.NO_CONTENT)


def _make_receipt_json(receipt: Receipt, missing: tuple[str, ...]) -> ReceiptJson:
    return ReceiptJson(
        receipt.capture_id, receipt.journal_number, receipt.journal_hash, receipt.received_at, missing
    )
