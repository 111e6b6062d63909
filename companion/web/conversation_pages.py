"""The pages of conversations: their list, each of them, and the pictures in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import aiohttp_jinja2
from aiohttp import web

from companion import __version__
from companion.errors import NotFound
from companion.protection.wording import UNHEARD, UNHEARD_NEXT
from companion.store import Store, ThreadHead
from companion.text import clean
from companion.web.cards import Reader
from companion.web.conversation_card import (
    ConversationCard,
    make_conversation_card,
    make_conversation_path,
)
from companion.web.keys import STORE
from companion.web.pages import make_page_reader
from companion.web.pictures import make_picture, make_picture_answer
from companion.web.wording import make_age_words, make_day_words, make_name_words

_AT_ONCE = 200
_LISTED = 100


@dataclass(frozen=True, slots=True)
class HeadCard:
    """One conversation in the list."""

    seller: str
    path: str
    count: int
    newest: str | None
    orders: str
    seen: str


async def get_chats(request: web.Request) -> web.Response:
    """GET /chats: the conversations, the one last seen first."""
    reader = make_page_reader(request)
    heads = await request.app[STORE].read(lambda store: store.threads.heads(_LISTED + 1))
    context = {
        "heads": [_make_head(head, reader) for head in heads[:_LISTED]],
        "has_more": len(heads) > _LISTED,
        "unheard": f"{UNHEARD} {UNHEARD_NEXT}",
        "version": __version__,
    }
    return aiohttp_jinja2.render_template("chats.html", request, context)


async def get_chat(request: web.Request) -> web.Response:
    """GET /chats/{name}[?before=N]: one conversation."""
    reader = make_page_reader(request)
    name, before = request.match_info["name"], request.query.get("before", "")
    limit = int(before) if before.isascii() and before.isdecimal() and len(before) < 8 else None
    card = await request.app[STORE].read(lambda store: _find_card(store, name, reader, limit))
    if card is None:
        raise NotFound("This conversation is not in the archive.", "Open it on the site once.")
    return aiohttp_jinja2.render_template("chat.html", request, {"talk": card, "version": __version__})


async def get_picture(request: web.Request) -> web.Response:
    """GET /pictures/{sha256}: a kept picture by its name; a placeholder for anything that is not pixels."""
    sha256 = request.match_info["sha256"]
    body = await request.app[STORE].read(lambda store: store.find_blob(sha256))
    return make_picture_answer(make_picture(body or b""))


def _find_card(store: Store, name: str, reader: Reader, before: int | None) -> ConversationCard | None:
    part = store.threads.find_part(name, _AT_ONCE, before)
    return make_conversation_card(part, store, reader) if part else None


def _make_head(head: ThreadHead, reader: Reader) -> HeadCard:
    return HeadCard(
        seller=make_name_words(head.seller) or "A seller whose name was not shown",
        path=make_conversation_path(head.name),
        count=head.messages,
        newest=_make_day(head.last_at, reader) if head.last_at else None,
        orders=", ".join(clean(one) for one in head.order_ids[:3]),
        seen=make_age_words(head.last_seen_at, reader.now),
    )


def _make_day(at: datetime, reader: Reader) -> str:
    return make_day_words(at.astimezone(reader.zone).date(), reader.today, reader.locale)
