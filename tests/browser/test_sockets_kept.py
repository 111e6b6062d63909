"""What a chat's sockets receive is in the companion's store: each frame once, as it came, without secrets."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from companion.model import Part, PartRole
from tests.browser import shopper
from tests.browser.browser import Page
from tests.browser.kept import open_kept
from tests.browser.marketplace import SITE
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CHAT = f"{SITE}/p/message/index.html?orderId=3041870025561204"
SOCKET = "wss://msgacs.m.aliexpress.com/accs/auth"
BYTES = b"\x00\x01\x02\xfa\xff"
HEARTBEAT = '{"type":"ACK","protocol":"HEARTBEAT_ACCS_H5","data":""}'
# The chat of the page: it greets with its token, answers what it gets, and connects again when it is cut off.
_CONNECT = f"""(() => {{
  window.got = [];
  const connect = () => {{
    window.socket = new WebSocket("{SOCKET}?token=5ec2e7");
    socket.onopen = () => socket.send('{{"type":"REG","token":"5ec2e7"}}');
    socket.onmessage = () => got.push(1);
    socket.onclose = connect;
  }};
  connect();
}})()"""


def _make_data(number: int) -> str:
    return json.dumps({"type": "DATA", "serviceId": "ae-lz-sync", "dataId": str(number), "data": "e30="})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(scene: Scene) -> AsyncIterator[Page]:
    """A person who agreed and opened a chat whose socket is open."""
    await scene.agree_and_pair()
    page = await scene.browser.open(CHAT)
    await shopper.wait_until_shown(page)
    await page.evaluate(_CONNECT)
    await scene.marketplace.sockets.wait_for_open(1)
    yield page
    await page.close()


async def _wait_for_frames(scene: Scene, count: int) -> list[Part]:
    """Await so many frames in the store, and an extension and companion that have nothing left to do."""
    async with asyncio.timeout(60):
        while True:
            await scene.wait_until_delivered()
            frames = _read_frames(scene)
            if len(frames) >= count:
                return frames
            await asyncio.sleep(0.3)  # frames are still on their way out of the page, which tells nobody


def _read_frames(scene: Scene) -> list[Part]:
    captures = scene.companion.read_captures()
    return [part for capture in captures for part in capture.parts if part.role is PartRole.FRAME]


def _count_undecoded(scene: Scene) -> int:
    with open_kept(scene.companion.config) as store:
        return sum(one.count for one in store.condition.undecoded_frames())


async def test_each_kind_of_frame_is_kept_as_it_came(scene: Scene, chat: Page) -> None:
    """Texts keep their letters, gzip is kept as its text, other bytes as bytes; heart-beats are not kept."""
    bell = '{"type":"DATA","serviceId":"ae-csp-im-sync"}'
    packed = gzip.compress(_make_data(2).encode())
    await scene.marketplace.sockets.say(_make_data(1), HEARTBEAT, bell, packed, BYTES)
    kept = await _wait_for_frames(scene, 4)
    expected = [_make_data(1).encode(), bell.encode(), _make_data(2).encode(), BYTES]
    assert sorted(expected) == sorted(part.body or b"" for part in kept)
    assert {(SOCKET, "websocket", "0")} == {(part.url, part.transport, part.frame_id) for part in kept}
    assert {"application/json", "application/octet-stream"} == {part.media_type for part in kept}
    assert 5 == await chat.evaluate("got.length")


async def test_frames_nobody_can_decode_are_counted(scene: Scene, chat: Page) -> None:
    """Bytes that hold no message are kept, and the companion counts them for the person to see."""
    before, known = len(_read_frames(scene)), _count_undecoded(scene)
    await scene.marketplace.sockets.say(b"\x07" + BYTES, b"\x08" + BYTES, _make_data(5))
    await _wait_for_frames(scene, before + 3)
    assert known + 2 == _count_undecoded(scene)


async def test_a_socket_that_connects_again_loses_nothing(scene: Scene, chat: Page) -> None:
    """Cut off and connected again, with the last frame said again, every frame is kept."""
    before = len(_read_frames(scene))
    sockets = scene.marketplace.sockets
    await chat.evaluate("void (got.length = 0)")
    await sockets.say(_make_data(11))
    await chat.wait_for("got.length === 1")
    for count, number in ((3, 12), (5, 13)):
        asked = len(sockets.asked)
        await sockets.close(1012, "restart")
        async with asyncio.timeout(20):
            while len(sockets.asked) == asked:
                await asyncio.sleep(0.05)  # the page connects again in its own time
        await sockets.wait_for_open(1)
        await sockets.say(_make_data(number - 1), _make_data(number))
        await chat.wait_for(f"got.length === {count}")
    kept = [part.body for part in (await _wait_for_frames(scene, before + 5))[before:]]
    assert sorted(_make_data(n).encode() for n in (11, 11, 12, 12, 13)) == sorted(
        body or b"" for body in kept
    )


async def test_no_capture_holds_the_socket_s_token_or_what_the_page_sent(scene: Scene, chat: Page) -> None:
    """Neither the token in the socket's address nor the page's own words are anywhere in the store."""
    await _wait_for_frames(scene, 1)
    assert any("5ec2e7" in asked for asked in scene.marketplace.sockets.asked)
    assert any("5ec2e7" in heard for heard in scene.marketplace.sockets.heard)
    for capture in scene.companion.read_captures():
        assert "5ec2e7" not in capture.url
        for part in capture.parts:
            assert b"5ec2e7" not in (part.body or b"")
            assert "5ec2e7" not in f"{part.url}{part.request}"


async def test_frames_survive_the_end_of_the_worker(scene: Scene, chat: Page) -> None:
    """Frames that come when the extension's background has just been killed are all kept, each once."""
    before = len(_read_frames(scene))
    expected = [_make_data(n) for n in range(100, 400)]
    for start in range(0, 300, 100):
        await scene.browser.kill_extension_worker()
        await scene.marketplace.sockets.say(*expected[start : start + 100])
        await scene.wait_until_delivered()
    kept = (await _wait_for_frames(scene, before + 300))[before:]
    assert sorted(part.encode() for part in expected) == sorted(part.body or b"" for part in kept)
