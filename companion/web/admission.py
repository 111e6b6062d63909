"""Who may call the main application: Host, Origin, token or session, held by the guard on every route."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta
from http import HTTPStatus

from aiohttp import web

from companion.store import Pairing
from companion.web.answers import is_api
from companion.web.guard import check_host
from companion.web.keys import ACCESS, CALLER, CLOCK, LOCAL_KEY, PORTS, STORE, Access, Caller
from companion.web.refusals import Refusal
from companion.web.sessions import has_session

_EXTENSION_ORIGIN = re.compile(
    r"chrome-extension://[a-p]{32}|moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_SECRET = re.compile(r"[0-9a-f]{64}")
_SEEN_EVERY = timedelta(minutes=10)
_OUR_PAGES = frozenset({None, "same-origin", "none"})


def is_extension_origin(origin: str) -> bool:
    """Tell whether an Origin is that of a browser extension."""
    return _EXTENSION_ORIGIN.fullmatch(origin) is not None


async def admit(request: web.Request) -> None:
    """Let a request in, or refuse it."""
    port = request.app[PORTS].web
    check_host(request, frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}))
    access = _find_access(request)
    _check_origin(request, access)
    if access in (Access.PAIRING, Access.BEARER, Access.LOCAL):
        _check_mark(request)
    if access in (Access.BEARER, Access.LOCAL):
        await _check_bearer(request, access)
    elif access in (Access.STATIC, Access.SESSION, Access.LINK):
        _check_browser(request, access)


def _find_access(request: web.Request) -> Access:
    known = request.app[ACCESS].get(request.match_info.route)
    if known is not None:
        return known
    # An unknown address asks for the same rights as its neighbours, so it cannot be probed without.
    return Access.BEARER if is_api(request) else Access.SESSION


def _check_origin(request: web.Request, access: Access) -> None:
    origins = request.headers.getall("Origin", ())
    if not origins and access is not Access.PAIRING and not _is_dashboard_write(request, access):
        return  # Chromium sends none with an extension's GET; the token decides
    origin = origins[0] if len(origins) == 1 else ""
    is_ours = origin in _own_origins(request)
    is_extension = is_extension_origin(origin)
    if access is Access.PAIRING:
        allowed = is_extension
    elif access in (Access.HELLO, Access.BEARER):
        allowed = is_extension or is_ours
    else:
        allowed = is_ours
    if not allowed:
        raise _make_wrong_origin()


def _is_dashboard_write(request: web.Request, access: Access) -> bool:
    return access in (Access.SESSION, Access.STATIC, Access.LINK) and request.method not in ("GET", "HEAD")


def _own_origins(request: web.Request) -> tuple[str, str]:
    port = request.app[PORTS].web
    return f"http://127.0.0.1:{port}", f"http://localhost:{port}"


def _check_mark(request: web.Request) -> None:
    # A header of our own makes a browser ask first (preflight) before another site's page may send it.
    if request.headers.get("X-Orderproof") != "1":
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "missing_header",
            "The header X-Orderproof: 1 is missing.",
            "PROTOCOL.md shows what every request carries.",
            close=True,
        )


async def _check_bearer(request: web.Request, access: Access) -> None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not _SECRET.fullmatch(secret):
        raise _make_not_paired()
    if hmac.compare_digest(secret, request.app[LOCAL_KEY]):
        if is_extension_origin(request.headers.get("Origin", "")):
            raise _make_wrong_origin()  # the key of this run is for commands, which have no Origin
        request[CALLER] = Caller(None)
        return
    if access is Access.LOCAL:
        raise _make_not_paired()
    request[CALLER] = await _find_pairing(request, secret)


async def _find_pairing(request: web.Request, secret: str) -> Caller:
    key = hashlib.sha256(bytes.fromhex(secret)).digest()
    pairings = await request.app[STORE].read(lambda store: store.list_pairings())
    # Every pairing is compared, so the time taken does not tell which one came close.
    matches = [pairing for pairing in pairings if hmac.compare_digest(pairing.key, key)]
    open_matches = [pairing for pairing in matches if pairing.revoked_at is None]
    if not open_matches:
        raise _make_not_paired()
    origin = request.headers.get("Origin")
    if origin is not None and origin != open_matches[0].origin:
        raise _make_wrong_origin()
    await _note_seen(request, open_matches[0])
    return Caller(open_matches[0].pairing_id)


async def _note_seen(request: web.Request, pairing: Pairing) -> None:
    now, store = request.app[CLOCK](), request.app[STORE]
    is_fresh = pairing.last_seen_at is not None and now - pairing.last_seen_at < _SEEN_EVERY
    if not is_fresh and not store.is_read_only:
        await store.write(lambda writer: writer.see_pairing(pairing.pairing_id, now))


def _check_browser(request: web.Request, access: Access) -> None:
    site = request.headers.get("Sec-Fetch-Site")
    is_link = access is Access.LINK and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if site not in _OUR_PAGES and not is_link:
        raise _make_wrong_origin()
    if access is Access.LINK and request.headers["Host"].lower().startswith("localhost"):
        # A cookie of `localhost` would go to the archive, too.
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "wrong_host",
            "The dashboard is at 127.0.0.1.",
            "Open the link as it was given.",
        )
    if access is Access.SESSION and not has_session(request):
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "no_session",
            "The dashboard opens by a link that works once.",
            "Run: orderproof open. Or use the button of the extension.",
        )


def _make_wrong_origin() -> Refusal:
    return Refusal(
        HTTPStatus.FORBIDDEN,
        "wrong_origin",
        "This page or extension may not ask the companion.",
        "Pair the extension, or open the dashboard with: orderproof open.",
        close=True,
    )


def _make_not_paired() -> Refusal:
    return Refusal(
        HTTPStatus.UNAUTHORIZED,
        "not_paired",
        "The token is missing, wrong or revoked.",
        "Pair this browser again from the extension.",
        close=True,
    )
