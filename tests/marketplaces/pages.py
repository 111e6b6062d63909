"""Pages made for tests: a document in the place of a page of the site."""

from __future__ import annotations

from companion.marketplaces import parse_capture
from companion.marketplaces.base import Problems
from companion.marketplaces.dom import Spot, parse_document
from companion.model import Parsed, PartRole
from tests.marketplaces.captures import make_capture, make_part

LIST_PAGE = "https://www.aliexpress.com/p/order/index.html"
DETAIL_PAGE = "https://www.aliexpress.com/p/order/detail.html?orderId=8301122334400009"
TRACKING_PAGE = "https://www.aliexpress.com/p/tracking/index.html?tradeOrderId=8301122334400009"


def make_document(body: str, language: str = "en") -> bytes:
    """Wrap a body as a document."""
    return f'<!doctype html><html lang="{language}"><body>{body}</body></html>'.encode()


def read_page(body: str | bytes, url: str = LIST_PAGE, language: str = "en") -> Parsed:
    """Read a page of the site."""
    data = body if isinstance(body, bytes) else make_document(body, language)
    [parsed] = parse_capture(make_capture(make_part(data, url, PartRole.PAGE), url=url, language=None))
    return parsed


def make_spot(body: str, problems: Problems | None = None) -> Spot:
    """Open a document."""
    part = make_part(make_document(body), LIST_PAGE, PartRole.PAGE)
    return parse_document(part, problems or Problems()).find("body")


def list_problems(parsed: Parsed) -> list[tuple[str, str]]:
    """List problems as field and excerpt."""
    return [(problem.field, problem.excerpt) for problem in parsed.problems]
