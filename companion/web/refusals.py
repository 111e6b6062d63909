"""What a refused request is told, and the one table from errors to answers."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from companion.errors import (
    BlobRefused,
    CaptureConflict,
    CompanionError,
    InputError,
    NotFound,
    StoreError,
)

# The first row whose class matches holds, so subclasses stand above their base.
STATUS_OF_ERROR: tuple[tuple[type[CompanionError], HTTPStatus], ...] = (
    (InputError, HTTPStatus.BAD_REQUEST),
    (NotFound, HTTPStatus.NOT_FOUND),
    (CaptureConflict, HTTPStatus.CONFLICT),
    (BlobRefused, HTTPStatus.CONFLICT),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)

_MESSAGES_OF_ROUTER = {
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this address.", "PROTOCOL.md lists the routes."),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "wrong_method",
        "This address does not take that method.",
        "PROTOCOL.md lists the routes.",
    ),
}


class Refusal(CompanionError):
    """A request that the guard or a handler turns away, with the HTTP status to say so.

    Attributes:
        close: the connection ends with the answer, because the rest of the body is not wanted.
        retry_after_seconds: when it is worth asking again, or None.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        hint: str = "",
        *,
        close: bool = False,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.status = status
        self.code = code
        self.close = close
        self.retry_after_seconds = retry_after_seconds


def find_status(error: CompanionError) -> HTTPStatus:
    """Tell which HTTP status stands for an error."""
    if isinstance(error, Refusal):
        return error.status
    for kind, status in STATUS_OF_ERROR:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def make_refusal(error: web.HTTPException) -> Refusal:
    """Say in our words what the router refused."""
    status = HTTPStatus(error.status)
    code, message, hint = _MESSAGES_OF_ROUTER.get(status, (status.name.lower(), f"{status.phrase}.", ""))
    return Refusal(status, code, message, hint)


def make_crash() -> Refusal:
    """Say that the companion itself failed, without saying how: the log has the traceback."""
    return Refusal(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "The companion met an error of its own.",
        "Nothing that was acknowledged is lost. The companion's log has the details.",
        close=True,
    )
