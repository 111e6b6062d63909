"""Tells the frame of a chat page that shows the conversation from those that show a puzzle or offers."""

from __future__ import annotations

from companion.marketplaces.aliexpress.kinds import find_page_kind, is_ours
from companion.marketplaces.aliexpress.page import PageReading
from companion.marketplaces.aliexpress.page_barriers import find_barrier
from companion.model import Author, PageKind, Thread

# The hooks known of the page, and the places to write that a conversation has: where they are and no message
# is found, something was not understood.
_HOOKS = ".message-view, .im-app, #buyer_msg_send_btn, [role=log]"
_WRITING = "textarea, [contenteditable]:not([contenteditable=false]), [role=textbox]"
_SIDES = frozenset({Author.BUYER, Author.SELLER, Author.BOT})


def shows_conversation(reading: PageReading, thread: Thread | None) -> bool:
    """Tell whether a frame shows the conversation of its page, or would if it were understood.

    A frame whose address names no chat may show anything that repeats, so its messages need a side.
    """
    names_chat = is_ours(reading.url) and find_page_kind(reading.url) is PageKind.CHAT
    messages = thread.messages if thread else ()
    if any(names_chat or message.author in _SIDES for message in messages):
        return True
    if find_barrier(reading) is not None:
        return names_chat
    places = (*reading.root.find_all(_HOOKS), *reading.root.find_all(_WRITING))
    return any(not place.is_hidden for place in places)
