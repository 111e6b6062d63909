"""The rows of a parcel's timeline, newest first: texts, codes, and the instants they happened at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from companion.marketplaces.aliexpress.fields import Reading
from companion.marketplaces.aliexpress.milestones import find_milestone
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.marketplaces.base import Node
from companion.model import TrackingEvent
from companion.when import parse_epoch, parse_row_time, resolve_rows

_MAX_DIFFERENCE = timedelta(days=1)  # between an epoch and the text beside it


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of one parcel, and the day of the newest that has one."""

    events: tuple[TrackingEvent, ...]
    newest_on: date | None


@dataclass(frozen=True, slots=True)
class _Row:
    node: Node
    text_at: datetime | None
    epoch_at: datetime | None

    def differs(self) -> bool:
        both = self.text_at and self.epoch_at
        return bool(both and abs(self.text_at - self.epoch_at) > _MAX_DIFFERENCE)  # type: ignore[operator]

    def agrees(self) -> bool:
        return bool(self.text_at and self.epoch_at) and not self.differs()


def read_timelines(parcels: Sequence[Node], receiver: Receiver, reading: Reading) -> tuple[Timeline, ...]:
    """Read the events of every parcel.

    A row's epoch is exact where it fits the text beside it. Where any row of the answer contradicts its
    epoch, the texts hold and no epoch is believed, also not of the rows that show no text (the first two of
    a parcel).
    """
    rows = [_read_rows(parcel, receiver, reading) for parcel in parcels]
    every = [row for parcel_rows in rows for row in parcel_rows]
    wrong = [row for row in every if row.differs()]
    are_exact = not wrong and any(row.agrees() for row in every)
    if wrong:
        excerpt = f"{len(wrong)} of {len(every)} rows differ from their text by more than a day"
        wrong[0].node.at("time").problem("events.at", excerpt)
    if reading.setting.zone is None and not are_exact and any(row.text_at for row in every):
        reading.problems.add("time_zone", "request.timeZone", "not named; times are read as UTC")
    return tuple(_make_timeline(parcel_rows, are_exact, receiver) for parcel_rows in rows)


def _read_rows(parcel: Node, receiver: Receiver, reading: Reading) -> list[_Row]:
    nodes = parcel.at("detailList").items("events")
    texts = [node.at("timeText").text("events.at_text") for node in nodes]
    times = [parse_row_time(text, reading.setting.language) if text else None for text in texts]
    instants = resolve_rows(times, reading.setting.captured_at, reading.setting.zone or UTC)
    for node, text, instant in zip(nodes, texts, instants, strict=True):
        if text and instant is None:
            node.at("timeText").problem("events.at", receiver.hide(text))
    return [_Row(node, at, _read_epoch(node)) for node, at in zip(nodes, instants, strict=True)]


def _read_epoch(node: Node) -> datetime | None:
    milliseconds = node.at("time").whole("events.at")
    return parse_epoch(milliseconds) if milliseconds is not None else None


def _make_timeline(rows: list[_Row], are_exact: bool, receiver: Receiver) -> Timeline:
    events = tuple(_make_event(row, are_exact, receiver) for row in rows)
    days = [event.at.date() for event in events if event.at]
    return Timeline(events, max(days, default=None))


def _make_event(row: _Row, are_exact: bool, receiver: Receiver) -> TrackingEvent:
    codes = [row.node.at(key).text("events.code") for key in ("trackingPrimaryCode", "trackingSecondCode")]
    text = row.node.at("trackingDetailDesc").text("events.text")
    text = text or row.node.at("trackingName").text("events.text")
    shown = row.node.at("timeText").text("events.at_text")
    return TrackingEvent(
        at=_choose_instant(row, are_exact),
        at_text=receiver.hide(shown) if shown else None,
        code=codes[0] or codes[1],
        milestone=find_milestone(*codes),
        text=receiver.hide(text or ""),
    )


def _choose_instant(row: _Row, are_exact: bool) -> datetime | None:
    if are_exact and row.epoch_at and (row.agrees() or not row.node.at("timeText").is_present):
        return row.epoch_at
    return row.text_at
