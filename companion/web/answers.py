"""Answers: JSON records, errors in one shape, and the headers that every answer carries."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp_jinja2
import msgspec
from aiohttp import web

from companion.errors import CompanionError
from companion.web.refusals import Refusal, find_status

DASHBOARD_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def make_json_answer(record: object, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    """Answer with a record."""
    return web.Response(
        body=msgspec.json.encode(record), status=status, content_type="application/json", charset="utf-8"
    )


def make_error_answer(request: web.Request, error: CompanionError) -> web.Response:
    """Answer with an error: JSON for programs, a page for a browser."""
    status = find_status(error)
    if is_api(request):
        record = {"error": error.code, "message": error.message, "hint": error.hint}
        response = make_json_answer(record, status)
    else:
        response = _make_error_page(request, error, status)
    if isinstance(error, Refusal):
        _add_refusal_headers(response, error)
    return response


def is_api(request: web.Request) -> bool:
    """Tell whether a request came to the API."""
    return request.path == "/v1" or request.path.startswith("/v1/")


def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Say to browsers what an answer may do; a handler's own words hold."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _API_POLICY if is_api(request) else DASHBOARD_POLICY)
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    # With no-referrer a browser would send "Origin: null" with the dashboard's own forms.
    headers.setdefault("Referrer-Policy", "same-origin")


async def remove_server_header(_request: web.Request, response: web.StreamResponse) -> None:
    """Do not tell which server software answers."""
    response.headers.popall("Server", None)


def _make_error_page(request: web.Request, error: CompanionError, status: HTTPStatus) -> web.Response:
    context = {"status": status, "code": error.code, "message": error.message, "hint": error.hint}
    response = aiohttp_jinja2.render_template("error.html", request, context)
    response.set_status(status)
    return response


def _add_refusal_headers(response: web.Response, refusal: Refusal) -> None:
    if refusal.close:
        response.force_close()
    if refusal.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(refusal.retry_after_seconds)
