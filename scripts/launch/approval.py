"""Approves the pairing of the browser that was started here: once, soon, and no other."""

from __future__ import annotations

import asyncio

import msgspec

from companion.client import CompanionClient

APPROVAL_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.3  # the companion does not call; somebody has to ask


class _Waiting(msgspec.Struct, frozen=True):
    id: str
    name: str
    origin: str
    code: str


class _Pairings(msgspec.Struct, frozen=True):
    pending: tuple[_Waiting, ...]


async def approve_once(
    client: CompanionClient, origin: str, *, seconds: float = APPROVAL_SECONDS
) -> str | None:
    """Approve the first request that comes from this very extension and return its code; None if none came.

    The origin holds an id that belongs to the folder (Chromium) or the profile (Firefox) we started with.
    """
    try:
        async with asyncio.timeout(seconds):
            while True:
                waiting = (await asyncio.to_thread(client.get, "/v1/pairings", _Pairings)).pending
                for request in waiting:
                    if request.origin == origin:
                        path = f"/v1/pairings/{request.id}/approve"
                        await asyncio.to_thread(client.post_only, path, {})
                        return request.code
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    except TimeoutError:
        return None
