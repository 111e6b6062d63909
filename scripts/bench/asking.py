"""Asking a companion for pages as a browser with an open dashboard does, and timing the answers."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bench.companion import RunningCompanion, run_companion
from companion.client import DashboardLink

_HELLO = "/v1/hello?nonce=0123456789abcdef"


@asynccontextmanager
async def open_dashboard(companion: RunningCompanion) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session of the dashboard."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        link = companion.client.post("/v1/dashboard-links", {"path": "/"}, DashboardLink)
        async with http.get(link.url) as answer:
            answer.raise_for_status()
        yield http


async def time_answer(http: aiohttp.ClientSession, url: str, headers: dict[str, str] | None = None) -> float:
    """Tell how long an answer takes until all of it is here."""
    started = time.perf_counter()
    async with http.get(url, headers=headers) as answer:
        await answer.read()
        answer.raise_for_status()
    return time.perf_counter() - started


async def time_start(data_dir: Path) -> float:
    """Start a companion over a store and tell how long it takes until its first answer is here."""
    started = time.perf_counter()
    async with run_companion(data_dir) as companion, aiohttp.ClientSession() as http:
        await time_answer(http, f"{companion.origin}{_HELLO}")
        return time.perf_counter() - started
