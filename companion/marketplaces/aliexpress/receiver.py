"""The receiver of a parcel: known only so that no text we keep repeats who and where they are.

Carriers write the receiver's name and street into event texts (reported 2026-09).
"""

from __future__ import annotations

import re

from companion.marketplaces.base import Node, Problems

HIDDEN = "…"

_PRIVATE = ("contactName", "address", "address2", "phoneNumber", "zipCode")
_SHORTEST = 4  # shorter words are too common to be given away or hidden


class Receiver:
    """Hides what a text says of the receiver."""

    def __init__(self, private: tuple[str, ...]) -> None:
        words = sorted({text for text in private if len(text) >= _SHORTEST}, key=len, reverse=True)
        pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)
        self._pattern = re.compile(pattern, re.IGNORECASE) if pattern else None

    def hide(self, text: str) -> str:
        """Give the text with the receiver's name and address left out.

        >>> Receiver(("Ana Exemplo", "Exemplo")).hide("Signed by: A. EXEMPLO")
        'Signed by: A. …'
        """
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


def read_receiver(info: Node) -> Receiver:
    """Read what must not be repeated; its own problems are dropped, for they would quote it."""
    quiet = info.told_to(Problems())
    texts = [text for key in _PRIVATE if (text := quiet.at(key).text("receiver"))]
    name = quiet.at("contactName").text("receiver") or ""
    return Receiver((*texts[:20], *name.split()[:20]))
