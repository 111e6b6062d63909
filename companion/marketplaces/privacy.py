"""What of a shop's pages concerns the buyer alone, and what is the shop's own wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from companion.marketplaces.vocabulary import Vocabulary


class Private(StrEnum):
    """What a private text is; also the word by which it is counted."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "e-mail"
    ID = "number"
    TRACKING = "tracking number"
    PAYMENT = "means of payment"
    TOKEN = "token"  # noqa: S105  # the word for one
    PRODUCT = "product or shop"
    MESSAGE = "message"
    OTHER = "other word"


# Of these not one word stays, not even one that the shop uses too.
THROUGHOUT = frozenset({Private.NAME, Private.ADDRESS, Private.PHONE, Private.MESSAGE})


def find_no_label(_text: str) -> str:
    """Find no label: of a shop nobody described, every word may be somebody's."""
    return ""


@dataclass(frozen=True, slots=True)
class ChatPrivacy:
    """What of a conversation is no message; every other text in one is taken for what somebody wrote.

    Attributes:
        envelope_keys: what an answer says of itself.
        role_keys: whose a message is, and what kind of one: words that a parser knows stay.
        id_keys: the conversation's own id, which has to be the same wherever it stands.
        time_keys: the shop's clock in seconds or milliseconds.
        find_label: gives the end of a text that is one of the page's own labels.
    """

    envelope_keys: frozenset[str] = frozenset()
    role_keys: frozenset[str] = frozenset()
    id_keys: frozenset[str] = frozenset()
    time_keys: frozenset[str] = frozenset()
    find_label: Callable[[str], str] = find_no_label


@dataclass(frozen=True, slots=True)
class Privacy:
    """How a shop's pages are made fit to be shown to strangers.

    Keys are those of JSON and of addresses, in lower case; all that stands below a private or a shown key is
    of its kind, save what stands under a key of codes.

    Attributes:
        private_keys: what concerns the buyer.
        amount_keys: money; such a text stays as long as it is an amount.
        code_keys: words for machines: only numbers in them are replaced.
        country_keys: codes that stay even within an address.
        is_country: tells a country's name, which stays at the end of an address.
        shown_keys: the shop's own wording, shown to everybody.
        shown_tags: components whose texts are the shop's own wording.
        private_spots: the same for documents, as CSS selectors.
        shown_spots: the shop's own wording in documents.
        vocabulary: words that stay wherever they stand.
        chat: what of a conversation is no message.
    """

    private_keys: Mapping[str, Private]
    amount_keys: frozenset[str]
    code_keys: frozenset[str]
    country_keys: frozenset[str]
    is_country: Callable[[str], bool]
    shown_keys: frozenset[str]
    shown_tags: frozenset[str]
    private_spots: tuple[tuple[str, Private], ...]
    shown_spots: tuple[str, ...]
    vocabulary: Vocabulary
    chat: ChatPrivacy = ChatPrivacy()


# A shop nobody described: every word may be private.
STRICTEST = Privacy(
    private_keys={},
    amount_keys=frozenset(),
    code_keys=frozenset(),
    country_keys=frozenset(),
    is_country=lambda _name: False,
    shown_keys=frozenset(),
    shown_tags=frozenset(),
    private_spots=(),
    shown_spots=(),
    vocabulary=Vocabulary(),
)
