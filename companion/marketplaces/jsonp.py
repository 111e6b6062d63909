"""Decodes JSON as sites send it: plain, or wrapped in a call of a function (JSONP)."""

from __future__ import annotations

import json
import re

_CALL = re.compile(r"\s*(?:/\*.{0,64}?\*/)?\s*[A-Za-z_$][\w$.]{0,127}\s*\(")


class NotJson(ValueError):
    """Bytes that are no JSON, or JSON that is cut or nested beyond reason."""


def decode_json(data: bytes) -> object:
    """Decode an answer, with or without the call around it.

    Raises:
        NotJson: it cannot be decoded.

    >>> decode_json(b' mtopjsonp2({"ret": []})')
    {'ret': []}
    """
    text = data.decode("utf-8-sig", "replace").strip()
    call = find_call(text)
    if call is not None:
        end = text.rfind(")")
        if end < call:
            raise NotJson("the call is not closed")
        text = text[call:end]
    return decode_text(text)


def decode_text(text: str) -> object:
    """Decode a JSON text.

    Raises:
        NotJson: it cannot be decoded.
    """
    try:
        decoded: object = json.loads(text, strict=False)
    except RecursionError as error:
        raise NotJson("nested too deeply") from error
    except ValueError as error:
        raise NotJson("cut or broken") from error
    return decoded


def find_call(text: str) -> int | None:
    """Find where the argument of a JSONP call begins; None where the text is no call.

    >>> find_call("mtopjsonp1({})"), find_call('{"a": "b("}')
    (11, None)
    """
    match = _CALL.match(text)
    return match.end() if match else None
