"""Golden folders out of stored captures: a redacted page, what is known around it, and what it says today."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from companion.errors import InputError
from companion.marketplaces import parse_capture
from companion.marketplaces.jsonp import find_call
from companion.model import Capture, Parsed, Part, PartRole
from companion.redaction.pages import RedactedPart
from companion.wire import make_sha256

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 60
_NOTE = "Made from a stored page. Say here what it shows, and when its shape was seen."


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """One file of a golden folder, not yet written."""

    path: Path
    text: str


def make_goldens(
    capture: Capture, parts: tuple[RedactedPart, ...], slug: str, folder: Path
) -> tuple[GoldenFile, ...]:
    """Make the files of one golden folder for each part.

    Raises:
        InputError: the slug is no name for a folder, or such a folder is there already.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise InputError(f"{slug!r} is no name for a golden page.", "Use small letters, digits and hyphens.")
    files: list[GoldenFile] = []
    for number, part in enumerate(parts, start=1):
        name = slug if number == 1 else f"{slug}-{number}"
        target = folder / part.marketplace / part.page_kind.value / name
        if target.exists():
            raise InputError(f"{target} is there already.", "Choose another --slug, or remove it yourself.")
        files += _make_files(capture, part, target)
    return tuple(files)


def write_goldens(files: tuple[GoldenFile, ...]) -> None:
    """Write the files; none of their folders was there before."""
    for file in files:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(file.text, "utf-8", newline="\n")


def make_meta(capture: Capture, part: RedactedPart) -> str:
    """Write what a parser has to know beside the page, as `meta.json` holds it."""
    meta: dict[str, object] = {
        "captured_at": msgspec.to_builtins(capture.captured_at),
        "time_zone": capture.time_zone,
        "language": capture.language,
        "url": part.url,
    }
    if part.role is not PartRole.API:
        meta["role"] = part.role.value
    if part.is_inside:
        meta["frame_id"] = part.frame_id
    if part.is_inside or part.role is not PartRole.PAGE:
        meta["page_url"] = part.page_url
    if part.role is not PartRole.PAGE:
        meta |= {"request": part.request, "transport": part.transport}
    meta["note"] = _NOTE
    return json.dumps(meta, ensure_ascii=False, indent=1) + "\n"


def name_page(part: RedactedPart) -> str:
    """Name the file of a redacted page by what it is."""
    if part.role is PartRole.PAGE:
        return "page.html"
    return "page.json" if find_call(part.body.decode("utf-8")) is None else "page.js"


def _make_files(capture: Capture, part: RedactedPart, target: Path) -> list[GoldenFile]:
    [parsed] = parse_capture(_make_capture(capture, part))
    expected = json.dumps(_make_expected(parsed), ensure_ascii=False, indent=1)
    return [
        GoldenFile(target / name_page(part), part.body.decode("utf-8")),
        GoldenFile(target / "meta.json", make_meta(capture, part)),
        GoldenFile(target / "expected.json", expected + "\n"),
    ]


def _make_expected(parsed: Parsed) -> dict[str, object]:
    """Make what the tests of goldens expect: the records, without what is no word of the page."""
    records: dict[str, object] = json.loads(msgspec.json.encode(parsed))
    del records["adapter_version"]
    if not records["announces"]:
        del records["announces"]  # frames alone do
    return records


def _make_capture(capture: Capture, part: RedactedPart) -> Capture:
    """Make the capture that such a page would have come in."""
    again = Part(
        role=part.role,
        sha256=make_sha256(part.body),
        media_type=part.media_type,
        body=part.body,
        url=part.url,
        request=part.request,
        transport=part.transport,
        frame_id=part.frame_id if part.is_inside else "0",
        size=len(part.body),
    )
    address = part.url if part.role is PartRole.PAGE and not part.is_inside else part.page_url
    return replace(capture, url=address, title="", parts=(again,))
