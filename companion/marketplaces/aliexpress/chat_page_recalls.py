"""Who took a message back, where a page shows a notice in its place: "You recalled a message".

How the buyer's page words it is not evidenced; these are the words of the site's languages for the two sides.
"""

from __future__ import annotations

import re

from companion.model import Author

_BUYER = """
    you|tú|usted|has|você|vous|tu|du|sie haben|hai|je|jij|u hebt|wycofałeś|wycofałaś|ty|вы|ви|ты|ти|sen|siz|
    vy|나|내가|당신|회원님|あなた|自分|你|您|أنت|אתה|את
"""
_SELLER = """
    the seller|seller|the store|el vendedor|la tienda|o vendedor|a loja|le vendeur|la boutique|der verkäufer|
    der shop|il venditore|il negozio|de verkoper|sprzedawca|продавец|продавець|satıcı|prodejce|판매자|셀러|
    出品者|販売者|卖家|البائع|המוכר
"""


def _make_pattern(table: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in table.replace("\n    ", "").strip().split("|"))
    # Scripts without blanks between words have none after the name of a side either.
    return re.compile(rf"\W*(?:{words})(?:[\W\u0e00-\u9fff\uac00-\ud7a3]|$)", re.IGNORECASE)


_SIDES = ((Author.BUYER, _make_pattern(_BUYER)), (Author.SELLER, _make_pattern(_SELLER)))


def find_recaller(notice: str) -> Author | None:
    """Find who took a message back; None where the notice names nobody, or somebody by name.

    >>> find_recaller("You recalled a message"), find_recaller("Message recalled")
    (<Author.BUYER: 'buyer'>, None)
    """
    return next((author for author, pattern in _SIDES if pattern.match(notice)), None)


def names_side(text: str) -> bool:
    """Tell whether a text is the page's own word for one of the two sides, and nothing else.

    >>> names_side("The seller "), names_side("The seller Orion")
    (True, False)
    """
    return any((match := pattern.match(text)) and match.end() == len(text) for _, pattern in _SIDES)
