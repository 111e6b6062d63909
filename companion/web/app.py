"""The main application: its routes, who may call each, and what they find."""

from __future__ import annotations

import importlib

from aiohttp import web
from aiohttp.typedefs import Handler

from companion.config import Settings
from companion.lookout import Lookout
from companion.store import ServedStore
from companion.web import api, captures, drift_reports, hello, pairing_routes, reports, sessions
from companion.web.admission import admit
from companion.web.answers import add_security_headers, make_error_answer, remove_server_header
from companion.web.bodies import BODY_GATE, BodyGate
from companion.web.guard import make_guard
from companion.web.keys import (
    ACCESS,
    ARCHIVE_PATH,
    CLOCK,
    INTAKE,
    LIMITS,
    LOCAL_KEY,
    LOOKOUT,
    NOTICES,
    PORTS,
    SETTINGS,
    STORE,
    Access,
    Clock,
    Limits,
    Ports,
)
from companion.web.pairing import PAIRING_DESK, PairingDesk
from companion.web.sources import CaptureIntake, NoticeDesk
from companion.web.templating import add_templates

_DECISION = "{decision:approve|refuse|revoke}"
_DELETION = "{deletion:delete|delete-with-shared}"


def _later(name: str) -> Handler:
    """Name a handler of the dashboard; what it needs of words and dates is loaded at its first call."""
    module, _, function = name.partition(":")

    async def handle(request: web.Request) -> web.StreamResponse:
        handler: Handler = getattr(importlib.import_module(f"companion.web.{module}"), function)
        return await handler(request)

    return handle


# Every route there is. PROTOCOL.md names each, and a test compares.
ROUTES: tuple[tuple[str, str, Handler, Access], ...] = (
    ("GET", "/v1/hello", hello.get_hello, Access.HELLO),
    ("POST", "/v1/pairings", pairing_routes.post_pairing, Access.PAIRING),
    ("POST", "/v1/pairings/{pairing_id}/status", pairing_routes.post_pairing_status, Access.PAIRING),
    ("GET", "/v1/pairings", pairing_routes.get_pairings, Access.LOCAL),
    (
        "POST",
        f"/v1/pairings/{{pairing_id}}/{_DECISION}",
        pairing_routes.post_pairing_decision,
        Access.LOCAL,
    ),
    ("POST", "/v1/captures", captures.post_capture, Access.BEARER),
    ("PUT", "/v1/blobs/{sha256:[0-9a-f]{64}}", captures.put_blob, Access.BEARER),
    ("GET", "/v1/status", api.get_status, Access.BEARER),
    ("POST", "/v1/reports", reports.post_report, Access.BEARER),
    ("POST", "/v1/notices/{notice_id}/shown", api.post_notice_shown, Access.BEARER),
    ("POST", "/v1/dashboard-links", sessions.post_dashboard_link, Access.BEARER),
    ("GET", "/session/{token}", sessions.get_session, Access.LINK),
    ("GET", "/static/{name}", _later("pages:get_static"), Access.STATIC),
    ("GET", "/", _later("pages:get_overview"), Access.SESSION),
    ("GET", "/search", _later("search_page:get_search"), Access.SESSION),
    ("GET", "/chats", _later("conversation_pages:get_chats"), Access.SESSION),
    ("GET", "/chats/{name}", _later("conversation_pages:get_chat"), Access.SESSION),
    ("GET", "/pictures/{sha256:[0-9a-f]{64}}", _later("conversation_pages:get_picture"), Access.SESSION),
    ("GET", "/closed", _later("closed:get_closed"), Access.SESSION),
    ("GET", "/orders/{order_id}", _later("pages:get_order"), Access.SESSION),
    ("GET", "/orders/{order_id}/delete", _later("deletion:get_deletion"), Access.SESSION),
    ("POST", f"/orders/{{order_id}}/{_DELETION}", _later("deletion:post_deletion"), Access.SESSION),
    ("GET", "/orders/{order_id}/lines/{line_id}/picture", _later("pages:get_line_picture"), Access.SESSION),
    ("GET", "/captures/{capture_id}", _later("pages:get_capture"), Access.SESSION),
    ("GET", "/drift-reports/{page_kind}", drift_reports.get_report, Access.SESSION),
    ("POST", f"/pairings/{{pairing_id}}/{_DECISION}", pairing_routes.post_dashboard_decision, Access.SESSION),
)


def make_app(
    store: ServedStore,
    intake: CaptureIntake,
    notices: NoticeDesk,
    *,
    clock: Clock,
    local_key: str,
    ports: Ports,
    archive_path: str,
    lookout: Lookout | None = None,
    settings: Settings | None = None,
    limits: Limits | None = None,
) -> web.Application:
    """Make the application that the extension, the commands and the dashboard talk to."""
    app = web.Application(middlewares=[make_guard(admit, make_error_answer, add_security_headers)])
    app[STORE], app[INTAKE], app[NOTICES] = store, intake, notices
    app[LOOKOUT] = lookout or Lookout()
    app[CLOCK], app[LOCAL_KEY] = clock, local_key
    app[PORTS], app[ARCHIVE_PATH] = ports, archive_path
    app[LIMITS], app[SETTINGS] = limits or Limits(), settings or Settings()
    app[BODY_GATE] = BodyGate(app[LIMITS])
    app[PAIRING_DESK] = PairingDesk(clock)
    app[reports.REPORT_DESK] = reports.ReportDesk(store)
    app[sessions.SESSIONS] = sessions.Sessions(clock)
    app.cleanup_ctx.append(drift_reports.run_report_worker)
    add_templates(app)
    app[ACCESS] = {
        app.router.add_route(method, path, handler): access for method, path, handler, access in ROUTES
    }
    app.on_response_prepare.append(remove_server_header)
    return app
