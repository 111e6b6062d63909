"""The replica shop with the weight of a real one: pictures of real size, and the frame around every page.

The weights are invented, after what shops of this kind send: 150 KB of markup that all pages share, forty
pictures of 4 to 30 KB of which a page shows twenty-five, and product pictures of 12 to 30 KB.
"""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache

from aiohttp import web

from tests.browser.marketplace import FakeMarketplace

_FRAME_CHARACTERS = 150_000
_SHARED, _SHARED_ON_A_PAGE = 40, 25
_WIDTH = 40
_WORDS = ("Help", "Shipping", "Home", "Phones", "Toys", "Tools", "Garden", "Sports", "Jewellery", "Shoes")


class WeightyShop(FakeMarketplace):
    """The replica shop, heavier."""

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._serve(request)
        if not isinstance(answer, web.Response) or answer.status != web.HTTPOk.status_code:
            return answer
        if answer.content_type == "image/png":
            answer.body = make_picture(request.path)
        elif answer.content_type == "text/html":
            answer.text = (answer.text or "").replace("</body>", f"{_make_frame(request.path_qs)}</body>")
        return answer


@cache
def make_picture(path: str) -> bytes:
    """Make a picture that no compression makes smaller, as photos are; the same for the same address."""
    some = random.Random(path)  # noqa: S311  # to be the same every time
    size = some.randrange(4_000 if "/Frame" in path else 12_000, 30_000)
    rows = size // (3 * _WIDTH + 1)
    pixels = b"".join(b"\0" + some.randbytes(3 * _WIDTH) for _ in range(rows))
    head = struct.pack(">IIBBBBB", _WIDTH, rows, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(pixels)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _make_frame(address: str) -> str:
    shown = random.Random(address).sample(range(_SHARED), _SHARED_ON_A_PAGE)  # noqa: S311
    pictures = "".join(
        f'<img src="https://ae01.alicdn.com/kf/Frame{number}.png" width="40" alt="">' for number in shown
    )
    return f'<footer class="frame">{_make_markup()}{pictures}</footer>'


@cache
def _make_markup() -> str:
    """Make what menus and footers are made of: much markup, few words."""
    some = random.Random(0)  # noqa: S311
    rows: list[str] = []
    while sum(map(len, rows)) < _FRAME_CHARACTERS:
        token, path = some.randrange(600), " ".join(f"{some.random() * 24:.2f}" for _ in range(14))
        rows.append(
            f'<li class="pc-header--item--{token:x} comet-v2-menu" data-spm="a2g0o.{token}" role="menuitem">'
            f'<a class="pc-header--link--{token:x}" href="/category/{some.randrange(10**9)}/page.html">'
            f'<svg viewBox="0 0 24 24"><path d="M{path}z"></path></svg>{some.choice(_WORDS)}</a></li>'
        )
    return f"<ul>{''.join(rows)}</ul>"
