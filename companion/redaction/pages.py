"""Captures made fit to be shown: each part that a marketplace knows, all with the same stand-ins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from companion.errors import NotFound
from companion.marketplaces import identify, parse_capture
from companion.marketplaces.frames import unpack_frame
from companion.marketplaces.privacies import find_privacy
from companion.marketplaces.privacy import Private
from companion.model import Capture, PageKind, Part, PartRole
from companion.redaction.answers import AnswerRedactor
from companion.redaction.guard import check_redacted
from companion.redaction.ledger import Ledger


@dataclass(frozen=True, slots=True)
class RedactedPart:
    """One part, redacted, with what its parser needs beside it."""

    marketplace: str
    page_kind: PageKind
    role: PartRole
    media_type: str
    body: bytes
    url: str
    page_url: str
    request: str | None
    transport: str | None
    frame_id: str | None

    @property
    def is_inside(self) -> bool:
        """Whether it is a document inside the page at `page_url`."""
        return self.role is PartRole.PAGE and self.frame_id not in {None, "", "0"}


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted capture; `counts` says how many different texts of each kind were replaced."""

    parts: tuple[RedactedPart, ...]
    counts: Mapping[Private, int]


@dataclass(frozen=True, slots=True)
class _Claimed:
    capture: Capture
    part: Part
    marketplace: str
    kind: PageKind


def redact_capture(
    capture: Capture, others: Sequence[Capture] = (), *, ledger: Ledger | None = None
) -> Redacted:
    """Redact the parts of a capture that a marketplace knows.

    Args:
        capture: what is to be shown.
        others: captures of the same buyer; what is private in them is private here, too.
        ledger: a fresh one, for whoever wants to know what stands for what.

    Raises:
        NotFound: no marketplace knows any part.
        RedactionFailed: something private is left.
    """
    claimed = list(_claim([capture]))
    if not claimed:
        raise NotFound(
            "Nothing in this capture belongs to a known marketplace.", "Choose a capture of a shop's page."
        )
    ledger = ledger or Ledger(find_privacy(claimed[0].marketplace))
    for one in (*_claim(others), *claimed):
        _redact_part(one, ledger)
    ledger.finish_learning()
    parts = tuple(_redact_part(one, ledger) for one in claimed)
    for part in parts:
        is_document = part.role is PartRole.PAGE
        check_redacted(ledger, part.body.decode("utf-8", "replace"), is_document=is_document)
        for beside in (part.url, part.page_url, part.request or ""):
            check_redacted(ledger, beside, is_document=False)
    return Redacted(parts, dict(ledger.counts))


def _claim(captures: Iterable[Capture]) -> Iterable[_Claimed]:
    for capture in captures:
        for part in capture.parts:
            claim = identify(capture, part)
            if claim is not None:
                yield _Claimed(capture, part, claim[0].name, _find_kind(capture, part, claim[1]))


def _find_kind(capture: Capture, part: Part, kind: PageKind) -> PageKind:
    """Tell what a part is; of an answer whose call nobody knows, only reading it tells that it is a chat."""
    if part.role is not PartRole.API or kind is not PageKind.UNKNOWN:
        return kind
    return next(iter(parse_capture(replace(capture, parts=(part,))))).page_kind


def _redact_part(one: _Claimed, ledger: Ledger) -> RedactedPart:
    answers = AnswerRedactor(ledger, one.kind)
    part = one.part
    body = part.body or b""
    if part.role is PartRole.PAGE:
        # Loads the parser of HTML, which belongs into the worker and not into the running companion.
        from companion.redaction.documents import DocumentRedactor

        written = DocumentRedactor(ledger, answers).redact(_decode_page(body))
    else:
        written = answers.redact_body(_unpack(part) or body.decode("utf-8-sig", "replace"))
    return RedactedPart(
        one.marketplace,
        one.kind,
        part.role,
        part.media_type,
        written.encode("utf-8", "replace"),
        answers.redact_address(part.url or one.capture.url),
        answers.redact_address(one.capture.url),
        None if part.request is None else answers.redact_request(part.request),
        part.transport,
        part.frame_id,
    )


def _unpack(part: Part) -> str | None:
    """Give what a frame carries packed, which could not be told to be private where it lies."""
    unpacked = unpack_frame(part.body or b"") if part.role is PartRole.FRAME else None
    return None if unpacked is None else json.dumps(unpacked, ensure_ascii=False)


def _decode_page(body: bytes) -> str | bytes:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body  # in another encoding, which its own meta element names
