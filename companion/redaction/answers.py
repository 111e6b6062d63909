"""Answers of a site's API made fit to be shown: JSON, plain or in a callback, and what the page asked for."""

from __future__ import annotations

import json
import re

from companion.marketplaces.jsonp import NotJson, decode_json, decode_text, find_call
from companion.marketplaces.privacy import THROUGHOUT, Private
from companion.model import PageKind
from companion.redaction.ledger import Kind, Ledger, Trust
from companion.redaction.urls import is_address, redact_query, redact_url

_DEEPEST = 200
_ADDRESS_KEYS = ("url", "href", "link", "src")
_EPOCH = re.compile(r"\d{10}|\d{13}")


class AnswerRedactor:
    """Goes through JSON, addresses and forms; a key tells what stands under it, else what stands around."""

    def __init__(self, ledger: Ledger, kind: PageKind) -> None:
        self._ledger = ledger
        self._privacy = ledger.privacy
        # In a chat every text may be a message, whatever the same key means elsewhere.
        self.is_chat = kind is PageKind.CHAT
        self._names: frozenset[str] = frozenset()
        self._speaking = ledger.privacy.code_keys | ledger.privacy.amount_keys

    def redact_body(self, text: str) -> str:
        """Redact an answer; one that is no JSON loses every word that nobody knows."""
        try:
            value = decode_json(text.encode("utf-8", "replace"))
        except NotJson:
            return self._ledger.redact(text, Private.MESSAGE if self.is_chat else None)
        self._names = frozenset() if self.is_chat else frozenset(_names(value))
        written = json.dumps(self.redact_value(value), ensure_ascii=False, indent=1)
        call = find_call(text)
        return written if call is None else f"{text[: text.index('(') + 1]}{written})"

    def redact_request(self, text: str) -> str:
        """Redact what a page asked for: JSON, or a form."""
        if text.lstrip().startswith(("{", "[")):
            return self._redact_text(text, "", None, Trust.NOBODY)
        return redact_query(text, self.redact_parameter)

    def redact_address(self, text: str) -> str:
        """Redact an address."""
        return redact_url(text, self._ledger, self.redact_parameter)

    def redact_parameter(self, name: str, value: str) -> str:
        """Redact a parameter of an address or a form by its name."""
        kind, trust = self._judge(name.lower(), None, Trust.NOBODY)
        return self._redact_text(value, name.lower(), kind, trust)

    def redact_value(
        self, value: object, key: str = "", kind: Kind = None, trust: Trust = Trust.NOBODY, depth: int = 0
    ) -> object:
        """Redact a JSON value that stands under a key."""
        if depth > _DEEPEST:
            return None
        if isinstance(value, dict):
            return self._redact_object(value, kind, trust, depth)
        if isinstance(value, list):
            return [self.redact_value(one, key, kind, trust, depth + 1) for one in value]
        return self._redact_single(value, key, *self._judge(key, kind, trust))

    def _redact_single(self, value: object, key: str, kind: Kind, trust: Trust) -> object:
        if self.is_chat and self.is_moment(key, value):
            return value
        if isinstance(value, str):
            return self._redact_text(value, key, kind, trust)
        if isinstance(value, int) and not isinstance(value, bool):
            trust = trust if trust is Trust.AMOUNTS else Trust.MACHINES
            return int(self._ledger.redact(str(value), kind, trust))
        return value

    def _redact_object(self, value: dict[str, object], kind: Kind, trust: Trust, depth: int) -> object:
        if str(value.get("tag")) in self._privacy.shown_tags and not self.is_chat:
            trust = Trust.SHOP
        redacted: dict[str, object] = {}
        for name, inner in value.items():
            key = name.lower()
            below = self._judge(key, kind, trust)
            # A key of codes speaks for its own value; objects below it are like those around it.
            is_open = isinstance(inner, dict | list) and key not in self._speaking
            into = below if is_open else (kind, trust)
            if self.is_chat:
                written = self._ledger.redact_key(name)
            else:
                written = self._ledger.redact(name, None, Trust.MACHINES)
            redacted[written] = self.redact_value(inner, key, *into, depth + 1)
        return redacted

    def _judge(self, key: str, kind: Kind, trust: Trust) -> tuple[Kind, Trust]:
        """Tell what a value is by its key, else by what it stands in."""
        if self.is_chat:
            return self._judge_in_chat(key, kind)
        if key in self._privacy.country_keys or (key in self._privacy.code_keys and kind not in THROUGHOUT):
            return None, Trust.MACHINES
        if key in self._privacy.amount_keys and kind not in THROUGHOUT:
            return None, Trust.AMOUNTS
        own = self._privacy.private_keys.get(key)
        if own is not None and (kind is None or kind is Private.PRODUCT):
            # "title" is the shop's word for many things: in a component of its own wording it is no product.
            return (None, trust) if own is Private.PRODUCT and trust is Trust.SHOP else (own, trust)
        if kind is None and key in self._privacy.shown_keys:
            return None, Trust.SHOP
        return kind, trust

    def _judge_in_chat(self, key: str, kind: Kind) -> tuple[Kind, Trust]:
        chat = self._privacy.chat
        if kind in THROUGHOUT and kind is not Private.MESSAGE:
            return kind, Trust.NOBODY
        if key in chat.envelope_keys:
            return None, Trust.MACHINES
        if key in chat.role_keys:
            return None, Trust.NOBODY
        own = None if key in chat.id_keys else self._privacy.private_keys.get(key)
        return own if own not in {None, Private.PRODUCT} else Private.MESSAGE, Trust.NOBODY

    def is_moment(self, key: str, value: object) -> bool:
        """Tell the shop's clock by its key; it names nobody, and tells when a message was written."""
        is_clock = key.replace("_", "") in self._privacy.chat.time_keys
        return is_clock and isinstance(value, str | int) and _EPOCH.fullmatch(str(value)) is not None

    def _redact_text(self, text: str, key: str, kind: Kind, trust: Trust) -> str:
        if text in self._names and kind is None:
            trust = Trust.MACHINES  # it names a component, as hierarchies do
        if is_address(text) or (key.endswith(_ADDRESS_KEYS) and text.startswith("/")):
            return self.redact_address(text)
        if text.lstrip().startswith(("{", "[")):
            nested = _decode(text)
            if nested is not None:
                redacted = self.redact_value(nested, key, kind, trust)
                return text if redacted == nested else json.dumps(redacted, ensure_ascii=False)
        return self._ledger.redact(text, kind, trust)


def _decode(text: str) -> object:
    try:
        value = decode_text(text)
    except NotJson:
        return None
    return value if isinstance(value, dict | list) else None


def _names(value: object, depth: int = 0) -> list[str]:
    """List every key of a JSON value."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, dict):
        return [*value, *(name for inner in value.values() for name in _names(inner, depth + 1))]
    return [name for inner in value for name in _names(inner, depth + 1)] if isinstance(value, list) else []
