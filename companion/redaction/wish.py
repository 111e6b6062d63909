"""What a report is asked for, apart from the work: whoever asks has no need of what reads documents."""

from __future__ import annotations

import msgspec

from companion.errors import CompanionError
from companion.model import Capture, Drift, SeenProblem


class ReportWish(msgspec.Struct, frozen=True):
    """What a report is made of.

    Attributes:
        captures: the pages to show.
        others: captures of the same buyer, in which private words are learnt.
    """

    version: str
    marketplace: str
    drifts: tuple[Drift, ...]
    problems: tuple[SeenProblem, ...]
    captures: tuple[Capture, ...]
    others: tuple[Capture, ...]


def make_report_in_worker(argument: bytes) -> bytes:
    """Make the report in the worker; bytes that are no ZIP file are the reason why there is none."""
    from companion.redaction.report import make_report  # heavy, and only the worker needs it

    try:
        return make_report(msgspec.msgpack.decode(argument, type=ReportWish))
    except CompanionError as error:
        return error.message.encode()
