"""The receiver on a page: found only so that no text we keep repeats who and where they are.

`contact_info` seen 2023-2025; `[i18entitle]` is the order page before 2022. Classes that speak of an address
or a receiver are taken for one, whatever else they hold: better a word too few in the search.
"""

from __future__ import annotations

from companion.marketplaces.aliexpress.labels import find_label
from companion.marketplaces.aliexpress.receiver import Receiver
from companion.marketplaces.dom import HIDDEN, Spot

RECEIVER = ", ".join(
    (
        '[data-pl^="contact_info"]',
        *(f'[class*="{word}"]' for word in ("contact-info", "contactInfo", "address", "Address")),
        *(f'[class*="{word}"]' for word in ("receiver", "Receiver", "consignee")),
        "li:has(> span[i18entitle])",
    )
)
MAX_TEXT = 200_000  # characters of a page that the search keeps

CONTACT = '[data-pl^="contact_info"]'
_MAX_LINES = 40
_MIN_COUNTRY = 4  # letters; "Iran" and "Cuba" have four


def find_receiver(root: Spot) -> Receiver:
    """Find who a page names as receiver: every line of the block, and each word of the name alone."""
    lines = [line for spot in root.find_all(RECEIVER) for line in spot.lines()][:_MAX_LINES]
    # Labels stand in such blocks as well, and a line of one word may be one: "Address".
    private = [line for line in lines if " " in line and find_label(line) is None]
    names = root.find(CONTACT).lines()[:1]
    return Receiver((*private, *(word for name in names for word in name.split()[:20])))


def find_country(root: Spot, language: str | None) -> str | None:
    """Find the receiver's country where the address ends in its name; nothing else of it leaves."""
    for line in root.find('[data-pl="contact_info_address"]', CONTACT).lines()[::-1]:
        last = line.replace("，", ",").rpartition(",")[2].strip()
        code = _find_territory(last, language) if len(last) >= _MIN_COUNTRY or not last.isascii() else None
        if code:
            return code
    return None


def _find_territory(name: str, language: str | None) -> str | None:
    from babel import Locale, UnknownLocaleError  # heavy

    for tag in dict.fromkeys(((language or "en").replace("-", "_").partition("_")[0], "en")):
        try:
            territories = Locale.parse(tag).territories
        except (UnknownLocaleError, ValueError):
            continue
        found = [code for code, one in territories.items() if one.casefold() == name.casefold()]
        if len(found) == 1 and len(found[0]) == 2 and found[0].isalpha():
            return str(found[0])
    return None


def find_text(root: Spot, receiver: Receiver, private: str = RECEIVER) -> str:
    """Give what a reader sees of a page, without the receiver, who stands in the places of a selector."""
    body = root.find("body")
    return receiver.hide((body if body.is_present else root).words(f"{HIDDEN}, {private}")[:MAX_TEXT])
