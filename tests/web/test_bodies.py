"""Request bodies: bounded in type, bytes, time and number, and the companion goes on."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from pathlib import Path

import pytest

from companion.web.keys import Limits
from companion.wire import MAX_CAPTURE_BYTES
from tests.web.bombs import make_bomb
from tests.web.raw import exchange, read_status, send_endlessly
from tests.web.running import RunningWeb, make_answer_part, make_capture_json, run_web

CAPTURE = json.dumps(make_capture_json(make_answer_part({"ret": ["SUCCESS::ok"]}))).encode()


async def post(web: RunningWeb, body: bytes, **headers: str) -> tuple[int, str]:
    """Post bytes as a capture; status and error code."""
    sent = {**web.local, "Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    async with web.http.post(f"{web.url}/v1/captures", data=io.BytesIO(body), headers=sent) as answer:
        record = await answer.json()
        return answer.status, record.get("error", "")


def make_head(web: RunningWeb, *lines: str) -> str:
    """Make the head of a raw capture request."""
    return "\n".join(
        [
            "POST /v1/captures HTTP/1.1",
            f"Host: 127.0.0.1:{web.ports.web}",
            f"Authorization: Bearer {web.local_key}",
            "X-Orderproof: 1",
            "Content-Type: application/json",
            *lines,
        ]
    )


async def assert_goes_on(web: RunningWeb) -> None:
    """Check that an honest capture is still taken."""
    assert 201 == (await post(web, CAPTURE))[0]


@pytest.mark.parametrize("encoding", ["identity", "gzip", "GZIP"])
async def test_plain_and_gzip_bodies_are_taken(web: RunningWeb, encoding: str) -> None:
    """A capture arrives plain or gzipped, with the same receipt."""
    body = CAPTURE if encoding == "identity" else gzip.compress(CAPTURE)
    assert (201, "") == await post(web, body, Content_Encoding=encoding)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", ""],
)
async def test_other_content_types_are_refused(web: RunningWeb, content_type: str) -> None:
    """The types a plain form can send are refused, so no site can post without asking first."""
    lines = [f"Content-Length: {len(CAPTURE)}"]
    head = make_head(web, *lines).replace("application/json", content_type)
    assert 415 == (await exchange(web.ports.web, head, CAPTURE))[0]
    await assert_goes_on(web)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "x-unknown"])
async def test_other_encodings_are_refused(web: RunningWeb, encoding: str) -> None:
    """Only one layer of gzip is undone."""
    assert (415, "wrong_content_encoding") == await post(web, CAPTURE, Content_Encoding=encoding)


@pytest.mark.parametrize(
    "body",
    [b"", b"\x1f\x8b", b"not gzip", gzip.compress(CAPTURE)[:-9], gzip.compress(CAPTURE) + b"more", CAPTURE],
    ids=["empty", "head", "text", "cut", "more", "plain"],
)
async def test_broken_gzip_is_refused(web: RunningWeb, body: bytes) -> None:
    """A body that says gzip and is not, is cut or goes on, is refused; nobody else inflates it before."""
    assert (400, "bad_body") == await post(web, body, Content_Encoding="gzip")
    await assert_goes_on(web)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"capture_id": 1}', b"[" * 100_000])
async def test_bad_captures_are_refused(web: RunningWeb, body: bytes) -> None:
    """Bytes that are no capture are the sender's fault, not a crash."""
    assert (400, "bad_capture") == await post(web, body)


async def test_a_large_content_length_is_refused_unread(web: RunningWeb) -> None:
    """A body announced as too large is refused before a byte of it is read."""
    head = make_head(web, f"Content-Length: {MAX_CAPTURE_BYTES + 1}")
    assert 413 == (await exchange(web.ports.web, head))[0]
    await assert_goes_on(web)


async def test_an_endless_chunked_body_is_refused(web: RunningWeb) -> None:
    """A body without a length is read to the bound and not further."""
    head = make_head(web, "Transfer-Encoding: chunked")
    status, sent = await send_endlessly(web.ports.web, head, b" " * 1024 * 256)
    assert 413 == status
    assert MAX_CAPTURE_BYTES < sent < 2 * MAX_CAPTURE_BYTES
    await assert_goes_on(web)


async def test_an_endless_small_body_is_refused_early(web: RunningWeb) -> None:
    """A small address has a small bound."""
    head = make_head(web, "Transfer-Encoding: chunked").replace("/v1/captures", "/v1/dashboard-links")
    status, sent = await send_endlessly(web.ports.web, head, b" " * 4096)
    assert 413 == status
    assert sent < 4 * 1024 * 1024


@pytest.mark.parametrize("megabytes", [64, 1024])
async def test_a_gzip_bomb_is_refused(web: RunningWeb, megabytes: int) -> None:
    """A small body that inflates without end is refused at the bound."""
    bomb = make_bomb(megabytes)
    assert (413, "too_large") == await post(web, bomb, Content_Encoding="gzip")
    await assert_goes_on(web)


async def test_a_stalled_body_is_closed(tmp_path: Path) -> None:
    """A body that stops arriving is answered 408 and its connection closed."""
    async with run_web(tmp_path, limits=Limits(body_seconds=0.2)) as web:
        head = make_head(web, f"Content-Length: {len(CAPTURE)}")
        status, answer = await exchange(web.ports.web, head, CAPTURE[:10])
        assert (408, True) == (status, b'"stalled"' in answer)
        await assert_goes_on(web)


async def test_a_dripping_body_is_closed(tmp_path: Path) -> None:
    """A byte now and then does not extend the time a body has."""
    async with run_web(tmp_path, limits=Limits(body_seconds=0.3)) as web:
        head = make_head(web, "Transfer-Encoding: chunked")
        reader, writer = await asyncio.open_connection("127.0.0.1", web.ports.web)
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        answer = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
        while not answer.done():
            writer.write(b"1\r\n \r\n")
            await asyncio.wait([answer], timeout=0.02)
        assert 408 == read_status(await answer)
        writer.close()


async def test_a_half_sent_head_is_closed(tmp_path: Path) -> None:
    """A connection that never finishes its request head does not stay."""
    async with run_web(tmp_path, limits=Limits(head_seconds=0.2)) as web:
        reader, writer = await asyncio.open_connection("127.0.0.1", web.ports.web)
        writer.write(b"GET / HTTP/1.1\r\nHost: 127")
        assert b"" == await asyncio.wait_for(reader.read(), 5)
        writer.close()


async def test_bodies_in_flight_are_capped(tmp_path: Path) -> None:
    """Beyond the cap a body is refused with a time to come back, and the ones in flight go on."""
    async with run_web(tmp_path, limits=Limits(bodies=2)) as web:
        head = make_head(web, f"Content-Length: {len(CAPTURE)}", "Connection: close")
        held = [await asyncio.open_connection("127.0.0.1", web.ports.web) for _ in range(2)]
        for _, writer in held:
            writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + CAPTURE[:10])
            await writer.drain()
        status, answer = await refused_when_full(web)
        assert (503, True) == (status, b"Retry-After: 2" in answer)
        for reader, writer in held:
            writer.write(CAPTURE[10:])
            assert 201 == read_status(await reader.read())
            writer.close()


async def test_memory_of_all_bodies_is_capped(tmp_path: Path) -> None:
    """Bodies together hold no more than their budget, however few they are."""
    async with run_web(tmp_path, limits=Limits(body_bytes=1024 * 1024)) as web:
        assert (503, "busy") == await post(web, b" " * 2 * 1024 * 1024)
        await assert_goes_on(web)


async def test_connections_are_capped(tmp_path: Path) -> None:
    """Connections beyond the cap are told so and closed; when one ends, another is served."""
    async with run_web(tmp_path, limits=Limits(connections=4)) as web:
        held = [await asyncio.open_connection("127.0.0.1", web.ports.web) for _ in range(4)]
        while web.server.open_connections < 4:
            await asyncio.sleep(0)
        status, answer = await exchange(web.ports.web, "GET / HTTP/1.1")
        assert (503, True) == (status, b'"busy"' in answer)
        for _, writer in held:
            writer.close()
            await writer.wait_closed()
        while web.server.open_connections:
            await asyncio.sleep(0)
        await assert_goes_on(web)


async def test_what_cannot_be_parsed_is_not_logged(web: RunningWeb, caplog: pytest.LogCaptureFixture) -> None:
    """A broken request is answered, and the log holds none of its bytes."""
    head = f"GET / HTTP/1.1\nHost: 127.0.0.1:{web.ports.web}\nAuthorization\0: Bearer secret-token"
    assert 400 == (await exchange(web.ports.web, head))[0]
    assert "secret-token" not in caplog.text


async def refused_when_full(web: RunningWeb) -> tuple[int, bytes]:
    """Ask until the bodies in flight have been noticed; the companion may still be reading their heads."""
    head = make_head(web, f"Content-Length: {len(CAPTURE)}", "Connection: close")
    status, answer = 201, b""
    async with asyncio.timeout(5):
        while status == 201:
            status, answer = await exchange(web.ports.web, head, CAPTURE)
    return status, answer
