"""What the order page says where the two readings of one visit differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from companion.model import Disagreement, OrderRecord
from companion.protection.wording import page_words
from companion.web.cards import Reader
from companion.web.wording import make_day_words, make_field_words, make_moment_words

_LINE = re.compile(r"lines\[([^\]]*)\]")
_PRICE_ROW = re.compile(r"price_rows\[(.*)\]")


@dataclass(frozen=True, slots=True)
class DisagreementCard:
    """A field with both of its values, and which of them holds."""

    field: str
    subject: str | None
    answer_says: str
    page_says: str
    is_answer_used: bool
    page: str
    seen: str
    capture_path: str


def make_disagreement_card(found: Disagreement, record: OrderRecord, reader: Reader) -> DisagreementCard:
    """Put a disagreement into words."""
    row = _PRICE_ROW.fullmatch(found.field)
    return DisagreementCard(
        field=row.group(1) if row else make_field_words(found.field),
        subject=_find_title(found.field, record),
        answer_says=_say(found.api_quote, reader),
        page_says=_say(found.page_quote, reader),
        # Of two dates for one right neither is put aside: both warn.
        is_answer_used=not found.field.startswith("statements["),
        page=page_words(found.page_kind),
        seen=make_moment_words(found.captured_at, reader.zone, reader.locale),
        capture_path=f"/captures/{found.capture_id}",
    )


def _say(quote: str, reader: Reader) -> str:
    """Quote what was read; a day is written as the reader writes days."""
    try:
        return make_day_words(date.fromisoformat(quote), reader.today, reader.locale)
    except ValueError:
        return f"“{quote}”"


def _find_title(field: str, record: OrderRecord) -> str | None:
    line_id = _LINE.match(field)
    lines = (line for line in record.order.lines if line_id and line.line_id == line_id.group(1))
    return next((line.title for line in lines), None)
