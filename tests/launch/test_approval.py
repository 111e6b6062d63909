"""Only the browser that was started here is paired without being asked about, and only once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from companion.client import CompanionClient
from launch.approval import approve_once
from launch.serving import run_companion

OWN = "chrome-extension://" + "a" * 32
OTHER = "chrome-extension://" + "b" * 32


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[CompanionClient]:
    """A companion of this test's own, and its client."""
    folder = tmp_path / "data"
    folder.mkdir()
    async with run_companion(folder, port=0) as client:
        yield client


async def ask(port: int, origin: str) -> str:
    """Ask for a pairing as an extension of this origin does, and return the code it would show."""
    headers = {"Origin": origin, "X-Orderproof": "1"}
    url = f"http://127.0.0.1:{port}/v1/pairings"
    wish = {"name": "Test", "key": "0" * 64}
    async with aiohttp.ClientSession(headers=headers) as http, http.post(url, json=wish) as answer:
        code: str = (await answer.json())["code"]
        return code


async def test_the_own_browser_is_approved(client: CompanionClient) -> None:
    """A request from the extension that was started here is approved, and its code told."""
    approval = asyncio.create_task(approve_once(client, OWN, seconds=10))
    code = await ask(client.running.port, OWN)
    assert code == await approval


async def test_another_extension_is_not_approved(client: CompanionClient) -> None:
    """A request from anywhere else waits for the user, however long the start takes."""
    await ask(client.running.port, OTHER)
    assert None is await approve_once(client, OWN, seconds=1)
