"""Dashboard sessions: a one-use link becomes a cookie; both live in memory only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp_jinja2
import msgspec
from aiohttp import web

from companion.web.answers import make_json_answer
from companion.web.bodies import receive_json
from companion.web.keys import PORTS, Clock
from companion.web.refusals import Refusal

LINK_SECONDS = 60
MAX_LINKS = 32
MAX_SESSIONS = 64
MAX_PATH_LENGTH = 1024


@dataclass(frozen=True, slots=True)
class Link:
    """A one-use way into the dashboard."""

    token: str
    path: str
    expires_at: datetime


class Sessions:
    """The links not yet used and the browsers let in by one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._links: dict[str, Link] = {}
        self._sessions: dict[str, None] = {}

    def make_link(self, path: str) -> Link:
        """Make a link to a dashboard page."""
        self._drop_expired()
        while len(self._links) >= MAX_LINKS:
            del self._links[next(iter(self._links))]
        link = Link(secrets.token_urlsafe(32), path, self._clock() + timedelta(seconds=LINK_SECONDS))
        self._links[link.token] = link
        return link

    def use_link(self, token: str) -> Link | None:
        """Take a link out; None when it was used, has expired or never was."""
        self._drop_expired()
        found = next((known for known in self._links if _equal(known, token)), None)
        return self._links.pop(found) if found else None

    def add_session(self) -> str:
        """Let a browser in; the oldest goes when there are too many."""
        while len(self._sessions) >= MAX_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        session = secrets.token_urlsafe(32)
        self._sessions[session] = None
        return session

    def is_open(self, session: str) -> bool:
        """Tell whether a cookie names a session of this run."""
        return any([_equal(known, session) for known in self._sessions])  # noqa: C419  # no early end to time

    def _drop_expired(self) -> None:
        now = self._clock()
        for link in [link for link in self._links.values() if link.expires_at <= now]:
            del self._links[link.token]


SESSIONS = web.AppKey("sessions", Sessions)


class LinkWish(msgspec.Struct, frozen=True):
    """Which dashboard page a link should open."""

    path: str


class LinkAnswer(msgspec.Struct, frozen=True):
    """A link that was made."""

    url: str
    expires_at: datetime


def make_cookie_name(port: int) -> str:
    """Name the cookie by the port, because browsers share cookies between ports."""
    return f"orderproof_session_{port}"


async def post_dashboard_link(request: web.Request) -> web.Response:
    """POST /v1/dashboard-links."""
    wish = await receive_json(request, LinkWish)
    _check_path(wish.path)
    link = request.app[SESSIONS].make_link(wish.path)
    url = f"http://127.0.0.1:{request.app[PORTS].web}/session/{link.token}"
    return make_json_answer(LinkAnswer(url, link.expires_at), HTTPStatus.CREATED)


async def get_session(request: web.Request) -> web.Response:
    """GET /session/{token}: use the link, set the cookie, go on to the page.

    The page goes on by itself instead of a redirect: a redirect would still count as coming from
    wherever the link was clicked, and the browser would hold the strict cookie back.
    """
    link = request.app[SESSIONS].use_link(request.match_info["token"])
    if link is None:
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "link_used",
            "This link was used already, or is older than a minute.",
            "Open the dashboard again: orderproof open, or the button of the extension.",
        )
    response = aiohttp_jinja2.render_template("session.html", request, {"path": link.path})
    response.set_cookie(
        make_cookie_name(request.app[PORTS].web),
        request.app[SESSIONS].add_session(),
        path="/",
        httponly=True,
        samesite="Strict",
    )
    return response


def has_session(request: web.Request) -> bool:
    """Tell whether the browser's cookie names a session of this run."""
    session = request.cookies.get(make_cookie_name(request.app[PORTS].web))
    return session is not None and request.app[SESSIONS].is_open(session)


def _check_path(path: str) -> None:
    is_ours = (
        path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and path.isprintable()
        and len(path) <= MAX_PATH_LENGTH
    )
    if not is_ours:
        raise Refusal(
            HTTPStatus.BAD_REQUEST,
            "bad_path",
            "This is no page of the dashboard.",
            "Name a path like /orders/1.",
        )


def _equal(known: str, given: str) -> bool:
    return secrets.compare_digest(known.encode(), given.encode("utf-8", "surrogateescape"))
