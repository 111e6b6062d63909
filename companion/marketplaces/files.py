"""Files as captures: a saved page, an answer of a site's API, a capture file. Content tells, not the name."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from companion.errors import InputError
from companion.marketplaces.jsonp import NotJson, decode_json, find_call
from companion.model import Capture, Part, PartRole, Trigger
from companion.text import clean, strip_tags
from companion.wire import make_sha256, parse_capture

NO_URL = "about:blank"  # the address of a file that nobody named one for

_NAMESPACE = uuid.UUID("6f2f1d0a-58b4-5c0c-9a67-2b6d5c1d3e57")  # fixed, so that a file keeps its capture id
_HEAD = 64 * 1024  # how far into a page its own address and title are looked for
_MAX_TITLE = 1000

_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|!--|[a-z][a-z0-9-]*[\s/>])", re.IGNORECASE)
_PAGE_START = re.compile(r"<html[\s>]", re.IGNORECASE)
_PAGE_END = re.compile(r"</html\s*>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,500}>([^<]{0,4000})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,2000}\slang=[\"']?([A-Za-z][\w-]{1,34})", re.IGNORECASE)
# Chrome writes the first when it saves a page; the second is the page's own word.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4,5}\)(\S{1,4096}) -->")
_CANONICAL = re.compile(
    r"<link[^>]{0,500}\srel=[\"']?canonical[\"']?[^>]{0,500}\shref=[\"']([^\"']{1,4096})", re.IGNORECASE
)
_ANSWER_KEYS = frozenset({"api", "ret", "data"})


@dataclass(frozen=True, slots=True)
class _Origin:
    """What the user says of a file."""

    url: str | None
    captured_at: datetime
    time_zone: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file says of itself."""

    role: PartRole
    media_type: str
    url: str | None
    title: str
    language: str | None


def read_file(
    data: bytes, *, url: str | None, captured_at: datetime, time_zone: str | None, language: str | None
) -> Capture:
    """Make a capture of a file's bytes.

    What a capture file says of itself holds; for other files the arguments stand in for what they do not say.

    Raises:
        InputError: the bytes are empty, cut, or nothing that can be read.
    """
    text = data.decode("utf-8-sig", "replace")
    if not text.strip():
        raise InputError("The file is empty.", "Save the page again.")
    if text.lstrip()[:1] in "{[" or find_call(text) is not None:
        decoded = _decode(data)
        if isinstance(decoded, dict) and "capture_id" in decoded and "parts" in decoded:
            return parse_capture(data.removeprefix(b"\xef\xbb\xbf"))
        content = _describe_answer(decoded, text)
    elif _MARKUP.match(text):
        content = _describe_page(text)
    else:
        raise _neither()
    return _make_capture(data, content, _Origin(url, captured_at, time_zone, language))


def _decode(data: bytes) -> object:
    try:
        return decode_json(data)
    except NotJson as error:
        raise InputError(f"The file holds JSON that is {error}.", "Save the answer again, whole.") from error


def _neither() -> InputError:
    return InputError(
        "The file is neither a page, nor an answer of a marketplace, nor a capture.",
        "Give an HTML page, a JSON answer (plain or JSONP), or a capture file.",
    )


def _describe_answer(decoded: object, text: str) -> _Content:
    if not isinstance(decoded, dict) or not _ANSWER_KEYS & decoded.keys():
        raise _neither()
    media_type = "application/json" if find_call(text) is None else "text/javascript"
    return _Content(PartRole.API, media_type, None, "", None)


def _describe_page(text: str) -> _Content:
    if _PAGE_START.search(text) and not _PAGE_END.search(text):
        raise InputError("The page is cut: its end is missing.", "Save the page again, whole.")
    head = text[:_HEAD]
    saved = _SAVED_FROM.search(head) or _CANONICAL.search(head)
    title, language = _TITLE.search(head), _LANGUAGE.search(head)
    return _Content(
        PartRole.PAGE,
        "text/html",
        unescape(saved[1]) if saved else None,
        strip_tags(title[1])[:_MAX_TITLE] if title else "",
        language[1] if language else None,
    )


def _make_capture(data: bytes, content: _Content, origin: _Origin) -> Capture:
    url = clean(origin.url or content.url or "") or NO_URL
    language = origin.language or content.language
    name = f"{make_sha256(data)}|{url}|{origin.captured_at.isoformat()}|{origin.time_zone}|{language}"
    part = Part(
        role=content.role,
        sha256=make_sha256(data),
        media_type=content.media_type,
        body=data,
        url=url,
        frame_id="0",
        size=len(data),
    )
    return Capture(
        capture_id=str(uuid.uuid5(_NAMESPACE, f"capture|{name}")),
        visit_id=str(uuid.uuid5(_NAMESPACE, f"visit|{name}")),
        captured_at=origin.captured_at,
        time_zone=origin.time_zone,
        url=url,
        title=content.title,
        language=language,
        trigger=Trigger.IMPORT,
        account=None,
        browser="",
        extension_version="",
        parts=(part,),
    )
