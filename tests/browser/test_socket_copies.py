"""The tap copies what a page's sockets receive, whichever way it came, and nothing that the page sends."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.browser import Browser, Page
from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

PAGE = f"{SITE}/probe/socket-page.html"
SOCKET = "wss://msgacs.m.aliexpress.com/accs/echo?version=1"
DATA = '{"type":"DATA","serviceId":"ae-lz-sync","compressType":"COMMON","data":"eyJ0eHQiOiJvbMOhIn0="}'
BELL = '{"type":"DATA","serviceId":"ae-csp-im-sync"}'
HEARTBEATS = (
    '{"type":"ACK","protocol":"HEARTBEAT_ACCS_H5","data":""}',
    '{"type":"RES","protocol":"ACCS_H5","serviceId":"h5_ping"}',
    "ping",
    "",
)
BYTES = b"\x00\x01\x02\xfa\xff"
pytestmark = pytest.mark.browser


@asynccontextmanager
async def _run(name: str, folder: Path, site: ProbeSite) -> AsyncIterator[tuple[Browser, Page]]:
    site.pages["/probe/socket-page.html"] = (
        '<!DOCTYPE html><title>Messages</title><script src="sockets.js"></script>'
    )
    async with site.run(), open_browser(site.make_launch(name, make_recorder(folder))) as browser:
        yield browser, await browser.extension_page("recorder.html")


async def _copied(record: Page, count: int) -> list[tuple[str, str]]:
    """Wait for as many frames; give encoding and body of each."""
    await record.wait_for(f"frames().length >= {count}")
    text = await record.read_text("JSON.stringify(frames())")
    assert "5ec2e7" not in text  # the token of every socket of the probe
    return [(one["encoding"], one["body"]) for one in json.loads(text)]


def _write(frame: str | bytes) -> str:
    return json.dumps(
        {"text": frame} if isinstance(frame, str) else {"base64": base64.b64encode(frame).decode()}
    )


def _raw(frame: bytes) -> tuple[str, str]:
    return "base64", base64.b64encode(frame).decode()


async def _hear(page: Page, *frames: str | bytes, kind: str = "blob") -> None:
    """Open a socket, have it say the frames one by one, and await each."""
    await page.evaluate(f"""(async () => {{
        const socket = await sockets.open();
        socket.binaryType = "{kind}";
        for (const frame of [{", ".join(map(_write, frames))}]) await sockets.hear(socket, frame);
    }})()""")


@pytest.mark.parametrize("name", BROWSERS)
async def test_every_kind_of_frame_is_copied_once(name: str, tmp_path: Path) -> None:
    """Text, bytes as Blob and as ArrayBuffer, gzip and bells arrive letter by letter, the token never."""
    packed = gzip.compress(DATA.encode())
    large = bytes(range(256)) * 400
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(PAGE)
        await _hear(page, DATA, BYTES, packed, BELL)
        await _copied(record, 4)
        await _hear(page, BYTES, packed, large, "日本 😀", kind="arraybuffer")
        copied = await _copied(record, 8)
        urls = await record.read_text("[...new Set(frames().map((one) => one.url))].join()")
    expected = [("utf-8", DATA), _raw(BYTES), _raw(packed), ("utf-8", BELL), _raw(BYTES), _raw(packed)]
    assert sorted([*expected, _raw(large), ("utf-8", "日本 😀")]) == sorted(copied)
    assert SOCKET == urls


@pytest.mark.parametrize("name", BROWSERS)
async def test_frames_are_copied_however_the_page_listens(name: str, tmp_path: Path) -> None:
    """Listeners that stop the others, buffers given away, subclasses and a second document change nothing."""
    site = ProbeSite()
    site.pages["/probe/with-frame.html"] = f'<!DOCTYPE html><iframe src="{PAGE}"></iframe>'
    async with _run(name, tmp_path, site) as (browser, record):
        page = await browser.open(PAGE)
        await page.evaluate("""(async () => {
          class Own extends WebSocket {}
          const own = await sockets.ready(new Own(`${ACCS}echo?version=1&token=5ec2e7`));
          own.binaryType = "arraybuffer";
          own.addEventListener("message", (event) => {
            if (typeof event.data !== "string") structuredClone(event.data, {transfer: [event.data]});
            event.stopImmediatePropagation();
          }, true);
          sockets.say(own, {text: '{"n":1}'}, {base64: "AQ=="});
          const plain = await sockets.open("greeting");
          await sockets.hear(plain, {text: '{"n":2}'});
        })()""")
        inner = await browser.open(f"{SITE}/probe/with-frame.html")
        await inner.wait_for("frames[0].sockets !== undefined")
        await inner.evaluate(
            "frames[0].sockets.open().then((s) => frames[0].sockets.hear(s, {text: '{\"n\":3}'}))"
        )
        copied = await _copied(record, 5)
        ids = await record.read_text("frames().map((one) => one.frame_id).sort().join()")
    bodies = sorted(body for _, body in copied)
    assert ["AQ==", '{"n":1}', '{"n":2}', '{"n":3}'] == [body for body in bodies if "greeting" not in body]
    assert "0,0,0,0,0.0" == ids


@pytest.mark.parametrize("name", BROWSERS)
async def test_what_is_no_message_is_not_copied(name: str, tmp_path: Path) -> None:
    """Heart-beats, other sites, login hosts, what the page sends, its own events: none leaves a copy."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(PAGE)
        await _hear(page, *HEARTBEATS, b"")
        await page.evaluate("""(async () => {
          for (const host of ["ae01.alicdn.com", "login.aliexpress.com", "pay.aliexpress.com"]) {
            const socket = await sockets.ready(new WebSocket(`wss://${host}/accs/echo`));
            await sockets.hear(socket, {text: '{"n":1}'});
          }
          const socket = await sockets.open();
          socket.dispatchEvent(new MessageEvent("message", {data: '{"forged":1}'}));
          socket.send('{"type":"REG","secret":"sent by the page"}');
          const large = {text: "x".repeat(1000)};
          await sockets.hear(socket, large, {text: '{"last":1}'});
        })()""")
        copied = await _copied(record, 2)
    assert [("utf-8", "x" * 1000), ("utf-8", '{"last":1}')] == copied


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_burst_travels_together_and_in_order(name: str, tmp_path: Path) -> None:
    """A thousand frames at once arrive each once, in order, in few captures; none is counted as lost."""
    site = ProbeSite()
    async with _run(name, tmp_path, site) as (browser, record):
        page = await browser.open(PAGE)
        await record.wait_for("hellos > 0")
        await page.evaluate("sockets.open().then((socket) => { window.socket = socket; })")
        expected = [f'{{"type":"DATA","n":{n}}}' for n in range(1000)]
        await site.sockets.say(*expected)
        copied = await _copied(record, 1000)
        captures = await record.evaluate("messages.length")
        ids = await record.evaluate("new Set(messages.map((m) => m.capture_id)).size")
    assert expected == [body for _, body in copied]
    assert captures == ids
    assert int(str(captures)) < 200


@pytest.mark.parametrize("name", BROWSERS)
async def test_frames_without_a_word_from_the_background_are_sent_again_as_they_were(
    name: str, tmp_path: Path
) -> None:
    """What was sent once under its id does not grow: the background may have it without our knowing."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(PAGE)
        await record.wait_for("hellos > 0")
        await record.evaluate("replies.ok = false")
        await _hear(page, '{"n":0}')
        await record.wait_for("attempts.length > 0")
        await _hear(page, *(f'{{"n":{n}}}' for n in range(1, 6)))
        await record.wait_for("attempts.length > 1")  # the first one, again
        await record.evaluate("replies.ok = true")
        copied = await _copied(record, 6)
        sizes = json.loads(
            await record.read_text("JSON.stringify(attempts.map((m) => [m.capture_id, m.frames.length]))")
        )
    assert [("utf-8", f'{{"n":{n}}}') for n in range(6)] == copied
    assert 2 == len({capture_id for capture_id, _ in sizes})
    assert 2 == len({(capture_id, count) for capture_id, count in sizes})


@pytest.mark.parametrize("name", BROWSERS)
async def test_frames_travel_under_the_address_at_which_they_came(name: str, tmp_path: Path) -> None:
    """A chat that turns to another order without a new document keeps the frames of the two apart."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        page = await browser.open(f"{PAGE}?orderId=1")
        await record.wait_for("hellos > 0")
        await record.evaluate("replies.ok = false")
        await _hear(page, '{"n":1}')
        await record.wait_for("attempts.length > 0")
        await _hear(page, '{"n":2}')  # waits behind the first one, and may grow
        await page.evaluate("history.pushState(null, '', '?orderId=2')")
        await _hear(page, '{"n":3}', '{"n":4}')
        await record.evaluate("replies.ok = true")
        await _copied(record, 4)
        found = "messages.flatMap((m) => m.frames.map((one) => m.page_url.split('=')[1] + one.body)).join()"
        told = await record.read_text(found)
    assert '1{"n":1},1{"n":2},2{"n":3},2{"n":4}' == told


@pytest.mark.parametrize("name", BROWSERS)
async def test_a_socket_that_was_open_before_consent_is_heard_from_then_on(name: str, tmp_path: Path) -> None:
    """Frames before the person agreed leave nothing; the same socket is copied after, not when paused."""
    async with _run(name, tmp_path, ProbeSite()) as (browser, record):
        await record.evaluate("replies.enabled = false")
        page = await browser.open(PAGE)
        await record.wait_for("hellos > 0")
        await page.evaluate("sockets.open().then((socket) => { window.socket = socket; })")
        hear = "sockets.hear(socket, {{text: '{{\"n\":{}}}'}}, {{base64: 'AQID'}}).then(() => 1)"
        await page.evaluate(hear.format(1))
        count = await record.evaluate("hellos")
        await record.evaluate("(replies.enabled = true, spread(true))")
        await record.wait_for(f"hellos > {count}")
        await asyncio.sleep(0.3)  # the reply is on its way to the page; nothing tells us when it is there
        await page.evaluate(hear.format(2))
        copied = await _copied(record, 2)
        await record.evaluate("spread(false)")
        await page.evaluate(hear.format(3))
        await asyncio.sleep(0.3)  # nothing is to come: there is no event to await
        assert 2 == await record.evaluate("frames().length")
    assert {("utf-8", '{"n":2}'), ("base64", "AQID")} == set(copied)
