"""A conversation as it is kept: every message once, whoever showed it, and what is missing between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from companion.model.record import Message, Seller


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One message, made of everything that captures showed of it.

    Attributes:
        message: what it says; of a recalled one, what it said before.
        capture_id: the first capture that shows these words.
        last_capture_id: the newest capture that shows the message.
        captures: how many show it.
        recalled_seen_at: when a capture first showed that it was taken back; `recall_capture_id` is that one.
    """

    message: Message
    capture_id: str
    first_seen_at: datetime
    last_capture_id: str
    captures: int
    recalled_seen_at: datetime | None = None
    recall_capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class MessageGap:
    """A place where messages may be missing: no capture shows both sides of it.

    Attributes:
        behind: which of the messages it stands behind, counted from 0.
        after_at: when the message before it was sent.
        before_at: when the message after it was sent; None where nothing after it was seen.
    """

    behind: int
    after_at: datetime | None
    before_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that is kept of one conversation.

    Attributes:
        name: what tells it from others of its marketplace; `id:` and the site's own id, where that was seen.
        thread_id: the site's own id.
        seller: as the conversation shows it, else that of its orders.
        complete_from_start: whether its first message was truly seen to be the first.
        messages: in the order they were written.
        gaps: in the order of the messages.
        one_sided: whether only one side is seen to have written.
        missing_since_at: when the messenger said that something had come that no capture shows.
        last_seen_at: when a capture last showed it.
    """

    marketplace: str
    name: str
    thread_id: str | None
    seller: Seller | None
    order_ids: tuple[str, ...]
    complete_from_start: bool
    messages: tuple[KeptMessage, ...]
    gaps: tuple[MessageGap, ...]
    one_sided: bool
    missing_since_at: datetime | None
    last_seen_at: datetime

    @property
    def summary(self) -> ConversationSummary:
        """What can be told of it without what was said."""
        times = [kept.message.at for kept in self.messages if kept.message.at]
        return ConversationSummary(
            marketplace=self.marketplace,
            name=self.name,
            thread_id=self.thread_id,
            seller=self.seller,
            order_ids=self.order_ids,
            complete_from_start=self.complete_from_start,
            one_sided=self.one_sided,
            message_count=len(self.messages),
            first_at=min(times, default=None),
            last_at=max(times, default=None),
            gaps=self.gaps,
            missing_since_at=self.missing_since_at,
            last_seen_at=self.last_seen_at,
        )


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """What can be told of a conversation without what was said in it.

    Attributes:
        first_at: the earliest time that any of its messages has; `last_at`, the latest.
    """

    marketplace: str
    name: str
    thread_id: str | None
    seller: Seller | None
    order_ids: tuple[str, ...]
    complete_from_start: bool
    one_sided: bool
    message_count: int
    first_at: datetime | None
    last_at: datetime | None
    gaps: tuple[MessageGap, ...]
    missing_since_at: datetime | None
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationPart:
    """Some messages of a conversation, one after the other.

    Attributes:
        summary: of the whole conversation.
        start: the place of the first of these messages in it, counted from 0.
    """

    summary: ConversationSummary
    start: int
    messages: tuple[KeptMessage, ...]
