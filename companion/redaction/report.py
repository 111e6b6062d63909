"""The report of a change of the site: one ZIP file with what stopped being read, and redacted pages.

Made on the user's word and kept where the user says; nothing is sent anywhere.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import msgspec

from companion.marketplaces.privacies import find_privacy
from companion.model import Drift, SeenProblem
from companion.redaction.golden import make_meta, name_page
from companion.redaction.guard import check_redacted
from companion.redaction.ledger import Ledger, Trust
from companion.redaction.pages import redact_capture
from companion.redaction.wish import ReportWish

_README = """\
A page of a marketplace is no longer understood. This file holds what stopped being read (report.json)
and the newest such pages (pages/). Names, addresses, numbers, products and messages were replaced by others
of the same shape; dates, prices and the shop's own words were kept. Read it all before you share it.
"""


class _ReportJson(msgspec.Struct, frozen=True):
    product: str
    version: str
    drifts: tuple[Drift, ...]
    problems: tuple[SeenProblem, ...]
    browsers: tuple[str, ...]
    extension_versions: tuple[str, ...]


def make_report(wish: ReportWish) -> bytes:
    """Make the report.

    Raises:
        RedactionFailed: something private is left in a page.
    """
    pages: dict[str, bytes] = {}
    ledger = Ledger(find_privacy(wish.marketplace))
    for number, capture in enumerate(wish.captures, start=1):
        redacted = redact_capture(capture, (*wish.captures, *wish.others))
        for place, part in enumerate(redacted.parts, start=1):
            folder = f"pages/{number}-{place}-{part.page_kind}"
            pages[f"{folder}/{name_page(part)}"] = part.body
            pages[f"{folder}/meta.json"] = make_meta(capture, part).encode()
    texts = {"README.txt": _README.encode(), "report.json": _make_json(wish, ledger)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (texts | pages).items():
            archive.writestr(name, body)
    return file.getvalue()


def _make_json(wish: ReportWish, ledger: Ledger) -> bytes:
    """Write what stopped being read; places name orders, and excerpts may hold anything."""

    def redact() -> tuple[SeenProblem, ...]:
        return tuple(
            replace(
                one,
                place=ledger.redact(one.place, None, Trust.MACHINES),
                excerpt=ledger.redact(one.excerpt, None, Trust.NOBODY),
            )
            for one in wish.problems
        )

    redact()
    ledger.finish_learning()
    problems = redact()
    check_redacted(ledger, msgspec.json.encode(problems).decode(), is_document=False)
    shown = wish.captures
    report = _ReportJson(
        product="orderproof",
        version=wish.version,
        drifts=wish.drifts,
        problems=problems,
        browsers=tuple(sorted({capture.browser for capture in shown} - {""})),
        extension_versions=tuple(sorted({capture.extension_version for capture in shown} - {""})),
    )
    return msgspec.json.format(msgspec.json.encode(report), indent=1)
