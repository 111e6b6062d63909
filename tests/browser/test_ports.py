"""When another program holds the first port: the companion takes the next one, and the extension finds it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from companion.config import PORTS
from launch.approval import approve_once
from launch.serving import run_companion
from tests.browser.browsers import open_browser
from tests.browser.marketplace import run_marketplace
from tests.browser.scene import EXTENSION

pytestmark = pytest.mark.browser


async def _answer_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Be another program: any question gets the same page."""
    await reader.readline()
    page = b"another program"
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))
    await writer.drain()
    writer.close()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


async def test_the_next_port_is_taken_and_found(browser_name: str, tmp_path: Path) -> None:
    """With the first port taken, the extension is paired with the companion on the second one."""
    if not all(_is_free(port) for port in PORTS):
        pytest.skip("a program on this machine holds one of the companion's own ports")
    server = await asyncio.start_server(_answer_nonsense, "127.0.0.1", PORTS[0])
    async with server, run_marketplace() as shop, run_companion(tmp_path) as client:
        assert PORTS[1] == client.running.port
        async with open_browser(shop.make_launch(browser_name, EXTENSION)) as browser:
            page = await browser.wait_for_page("pages/consent.html")
            approval = asyncio.create_task(approve_once(client, browser.extension_origin))
            await page.click("#agree")
            assert None is not await approval
            await page.wait_for("document.getElementById('done').offsetParent", seconds=20)
