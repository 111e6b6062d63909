"""The guard: stands before every route of both applications and is the only place that answers errors."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from companion.errors import CompanionError
from companion.web.refusals import Refusal, make_crash, make_refusal

Admit = Callable[[web.Request], Awaitable[None]]
MakeErrorAnswer = Callable[[web.Request, CompanionError], web.Response]
AddHeaders = Callable[[web.Request, web.StreamResponse], None]

logger = logging.getLogger(__name__)


def make_guard(admit: Admit, make_error_answer: MakeErrorAnswer, add_headers: AddHeaders) -> Middleware:
    """Make the guard of one application from who is let in, how errors look, and what every answer says."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        response: web.StreamResponse
        try:
            await admit(request)
            response = await handler(request)
        except web.HTTPException as error:
            response = make_error_answer(request, make_refusal(error))
        except CompanionError as error:
            response = make_error_answer(request, error)
        except ConnectionError:
            raise  # the caller went away; there is nobody to answer
        except Exception as error:  # noqa: BLE001  # one request's crash must not end the companion
            _log_crash(request, error)
            response = make_error_answer(request, make_crash())
        add_headers(request, response)
        return response

    return guard


def check_host(request: web.Request, allowed: frozenset[str]) -> None:
    """Refuse a request whose Host is not ours: a page that rebound its name to this computer."""
    hosts = request.headers.getall("Host", ())
    if len(hosts) != 1 or hosts[0].lower() not in allowed or not request.raw_path.startswith("/"):
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "wrong_host",
            "The companion answers to its own address only.",
            "Use http://127.0.0.1 and the port it printed.",
            close=True,
        )


def _log_crash(request: web.Request, error: Exception) -> None:
    # The message of an exception may hold what a page said, so only its type and where it rose are kept.
    resource = request.match_info.route.resource
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error(
        "%s %s failed with %s\n%s",
        request.method,
        resource.canonical if resource else "(no route)",
        type(error).__qualname__,
        where,
    )
