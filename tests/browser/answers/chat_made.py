"""One message of the invented conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.model import Author, MessageKind


@dataclass(frozen=True, slots=True)
class MadeMessage:
    """An invented message.

    Attributes:
        text: the words shown; of a translated message the translation, of a card its title.
        original: the words that were translated.
        picture: the address of what is shown; of a video its poster.
        card: the messenger's own number or name for what the message carries.
    """

    message_id: str
    author: Author
    at: datetime
    kind: MessageKind
    card: str = "1"
    text: str | None = None
    original: str | None = None
    picture: str | None = None
    video: str | None = None
    order_id: str | None = None
    product_id: str | None = None
    amount: str | None = None
    is_recalled: bool = False
