"""Requests as a socket sends them: clients would mend the very things these tests break."""

from __future__ import annotations

import asyncio

ANSWER_SECONDS = 10.0


async def exchange(port: int, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """Send bytes, read until the companion closes; the status and the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
    answer = await asyncio.wait_for(reader.read(), ANSWER_SECONDS)
    writer.close()
    await writer.wait_closed()
    return read_status(answer), answer


async def send_endlessly(port: int, head: str, chunk: bytes) -> tuple[int, int]:
    """Send a chunked body that never ends; the status, and how many bytes went out before it came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
    answer = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
    framed, sent = f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n", 0
    async with asyncio.timeout(ANSWER_SECONDS):
        while not answer.done():
            writer.write(framed)
            sent += len(chunk)
            await writer.drain()
            await asyncio.sleep(0)
    writer.close()
    return read_status(await answer), sent


def read_status(answer: bytes) -> int:
    """Tell the status of an answer."""
    return int(answer.split(b" ", 2)[1]) if answer else 0
