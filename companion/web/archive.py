"""The archive: stored pages on an origin of their own, where nothing runs and nothing is fetched."""

from __future__ import annotations

import hmac
import re
import secrets
from http import HTTPStatus

import aiohttp_jinja2
from aiohttp import web

from companion.errors import CompanionError
from companion.store import ServedStore
from companion.web.answers import remove_server_header
from companion.web.guard import check_host, make_guard
from companion.web.keys import ARCHIVE_PATH, LIMITS, PORTS, Limits, Ports
from companion.web.refusals import Refusal, find_status
from companion.web.templating import add_templates
from companion.web.views import Views, find_top_document, make_answers
from companion.worker import Worker, WorkerFailed

# Pinned by a test: a page that a stranger wrote is shown under these words and no others.
ARCHIVE_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)

_HASH = re.compile(r"[0-9a-f]{64}")

VIEWS = web.AppKey("views", Views)


def make_archive_path() -> str:
    """Make the path of one run, which no other page can guess."""
    return f"/{secrets.token_urlsafe(24)}"


def make_archive_app(
    store: ServedStore, ports: Ports, archive_path: str, *, worker: Worker, limits: Limits | None = None
) -> web.Application:
    """Make the application that shows archived pages; it ends its worker when it ends."""
    app = web.Application(middlewares=[make_guard(_admit, _make_notice, _add_headers)])
    app[PORTS] = ports
    app[LIMITS] = limits or Limits()
    app[ARCHIVE_PATH] = archive_path
    app[VIEWS] = Views(store, worker, archive_path)
    add_templates(app)
    app.router.add_route("GET", "/{run}/captures/{capture_id}", get_archived_page)
    app.router.add_route("GET", "/{run}/captures/{capture_id}/blobs/{sha256}", get_archived_blob)
    app.on_response_prepare.append(remove_server_header)

    async def end_worker(_app: web.Application) -> None:
        await worker.close()

    app.on_cleanup.append(end_worker)
    return app


async def get_archived_page(request: web.Request) -> web.Response:
    """GET /{run}/captures/{capture_id}: the page as it was frozen, or the answers it holds."""
    views = request.app[VIEWS]
    capture = await views.get_capture(request.match_info["capture_id"])
    if find_top_document(capture) is None:
        return aiohttp_jinja2.render_template(
            "answers.html", request, {"capture": capture, "answers": make_answers(capture)}
        )
    try:
        view = await views.get_page(capture)
    except WorkerFailed as error:
        raise Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "not_viewable",
            f"This page is kept, but it could not be made ready to look at. {error.message}",
            "Its stored bytes are untouched.",
        ) from error
    return web.Response(body=view, content_type="text/html", charset="utf-8")


async def get_archived_blob(request: web.Request) -> web.Response:
    """GET /{run}/captures/{capture_id}/blobs/{sha256}: bytes by their name, never by a path."""
    sha256 = request.match_info["sha256"]
    if not _HASH.fullmatch(sha256):
        raise web.HTTPNotFound
    blob = await request.app[VIEWS].get_blob(request.match_info["capture_id"], sha256)
    response = web.Response(body=blob.body)
    response.content_type = blob.media_type
    if blob.media_type == "text/css":
        response.charset = "utf-8"
    response.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return response


async def _admit(request: web.Request) -> None:
    # Only `localhost`: browsers send the dashboard's cookie to every port of 127.0.0.1.
    port = request.app[PORTS].archive
    check_host(request, frozenset({f"localhost:{port}"}))
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://localhost:{port}":
        raise Refusal(
            HTTPStatus.FORBIDDEN, "wrong_origin", "Another page may not read the archive.", close=True
        )
    if request.method != "GET":
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", "The archive is only read.", close=True)
    run = request.match_info.get("run", "")
    if not hmac.compare_digest(f"/{run}".encode(), request.app[ARCHIVE_PATH].encode()):
        raise web.HTTPNotFound


def _make_notice(request: web.Request, error: CompanionError) -> web.Response:
    context = {"code": error.code, "message": error.message, "hint": error.hint}
    response = aiohttp_jinja2.render_template("notice.html", request, context)
    response.set_status(find_status(error))
    if isinstance(error, Refusal) and error.close:
        response.force_close()
    return response


def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers["Content-Security-Policy"] = ARCHIVE_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Referrer-Policy"] = "no-referrer"
    headers.setdefault("Cache-Control", "no-store")
