"""A chat page with very many messages in one plain list."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import groupby

from bench.talking import make_message
from companion.model import Author, Message

_NUMBER = 7  # of the conversation
_SHOP_STYLE = """
  body { margin: 0; font: 14px/1.4 sans-serif; display: flex; height: 100vh; }
  .session-list { width: 220px; }
  .message-view { flex: 1; display: flex; flex-direction: column; min-width: 0; }
  .message-list { flex: 1; overflow-y: auto; padding: 12px; }
  .message-item { display: flex; gap: 8px; margin: 6px 0; }
  .message-item-right { flex-direction: row-reverse; }
  .message-bubble { padding: 8px; border-radius: 8px; background: #eee; max-width: 60%; }
  .message-date { text-align: center; color: #777; } .message-time { color: #999; font-size: 12px; }
"""


def make_chat_page(messages: int) -> str:
    """Draw the page; every fiftieth message is a picture, as about as many are in a chat."""
    said = (make_message(_NUMBER, place) for place in range(messages))
    days = groupby(said, key=lambda message: _get_time(message).date())
    rows = "".join(
        f'<div class="message-date">{day:%b} {day.day}, {day.year}</div>\n{"".join(map(_draw, some))}'
        for day, some in days
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Message Center</title>
<style>{_SHOP_STYLE}</style></head><body>
<div class="session-list"><div class="session-item"><b class="session-name">Invented Store</b></div></div>
<div class="message-view"><div class="message-view-title">Invented Store</div>
<div class="message-list"><div class="message-nomore">No more messages</div>
{rows}</div></div>
<script>
  const list = document.querySelector(".message-list");
  list.scrollTop = list.scrollHeight;
</script></body></html>"""


def draw_new_row(place: int, messages: int) -> str:
    """Draw a row that is not on the page yet."""
    return _draw(make_message(_NUMBER, messages + place))


def _draw(message: Message) -> str:
    side, face = ("right", "me") if message.author is Author.BUYER else ("left", "shop")
    at, body = _get_time(message), _draw_body(message)
    return (
        f'<div class="message-item message-item-{side}"><img class="message-avatar" width="36" height="36"'
        f' src="https://ae01.alicdn.com/kf/face-{face}.png" alt="">'
        f'<div class="message-bubble">{body}</div><span class="message-time">{at:%H:%M}</span></div>\n'
    )


def _draw_body(message: Message) -> str:
    picks = random.Random(message.message_id)  # noqa: S311  # the same page in every run
    if picks.random() > 1 / 50:
        return f'<div class="message-text">{message.text}</div>'
    address = f"https://ae01.alicdn.com/kf/chat-{picks.randrange(40)}.png"
    return f'<img class="message-image" src="{address}" width="220" height="160" alt="">'


def _get_time(message: Message) -> datetime:
    return message.at or datetime.min.replace(tzinfo=UTC)
