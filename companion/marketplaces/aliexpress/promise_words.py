"""The words by which a sentence about a right is told from others.

English seen 2026-09 (golden order_detail/en-completed, tracking/en-delivered). The other languages are
dictionary words, not seen on the site: they only ever sort a sentence that already stands in the right
place, and its quote is kept.
"""

from __future__ import annotations

import re

from companion.model import Anchor, StatementKind


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# What a dated sentence is about; the first that fits.
DATED: tuple[tuple[re.Pattern[str], StatementKind], ...] = (
    (
        _any_of(
            r"\brefund.{0,60}\b(?:no|not|non|without|undelivered|\w{2,6}n.t)\b.{0,20}\b(?:deliver|receiv|arriv)"
        ),
        StatementKind.REFUND_IF_NOT_DELIVERED_BY,
    ),
    (
        _any_of(r"\bcoupon", r"\bcupo[mn]", r"\bcupón", "gutschein", r"\bkupon", "쿠폰", "купон"),
        StatementKind.LATE_COUPON_FROM,
    ),
    (
        _any_of(r"\bestimated (?:delivery|arrival)", r"\bdelivery (?:date|by)\b"),
        StatementKind.ESTIMATED_DELIVERY,
    ),
    # Not seen yet; English so plain that it can mean nothing else.
    (_any_of(r"\bprotection\b.{0,40}\b(?:ends?|expires?|until)\b"), StatementKind.PROTECTION_ENDS),
    (
        _any_of(r"\bautomatically\b.{0,30}\b(?:confirm|complet)", r"\bauto-?confirm"),
        StatementKind.AUTO_CONFIRM_ON,
    ),
)

# A count of days. The number must not be the end of an amount or of another number.
DAYS = re.compile(
    r"(?<![\d.,])(\d{1,3})[\s-]?"
    r"(?:(?:days?|dias|días|tagen?|jours?|giorni|dagen|dni|dnů)\b|дн|gün|일|日)",
    re.IGNORECASE,
)

DISPUTE = _any_of(
    r"\bdisput",  # en, es, pt
    "streit(?:fall|igkeit)",  # de: "eine Streitigkeit zu eröffnen", mail 2026
    r"\blitige",  # fr
    r"\bsp[oó]r",  # pl, cs
    r"\bgeschil",  # nl
    r"\bспор",  # ru
    "분쟁",  # ko
)

RETURN = _any_of(
    *(r"\breturn", r"\brefund", r"\bsend it back"),  # en
    *(r"\bdevol", r"\bdevu[eé]l", r"\breembols"),  # es, pt
    *(r"\brückgabe", r"\brücksend", r"\bzurück", r"\brückerstatt"),  # de
    *(r"\bretour", r"\brenvoy", r"\brembours"),  # fr
    *(r"\bzwro", r"\bzwró"),  # pl
    *(r"\breso\b", r"\brimbors"),  # it
    *("반품", "환불"),  # ko
    "возврат",  # ru
)

ANCHORS: tuple[tuple[re.Pattern[str], Anchor], ...] = (
    (
        _any_of(
            *(r"confirm\w{0,12} (?:the |your )?receipt", r"receipt (?:is|was|has been) confirmed"),  # en
            r"confirm\w{1,12} (?:o|do|de) recebimento",  # pt
            r"confirm\w{1,12} (?:la|de la|de) recepci[oó]n",  # es
            *("(?:empfangs|erhalts)bestätigung", "bestätigung des (?:empfangs|erhalts)"),  # de
            r"confirm\w{1,12} (?:la|de la|de) réception",  # fr
            r"potwierdz\w{1,12} odbioru",  # pl
            "수령 ?확인",  # ko
        ),
        Anchor.ORDER_COMPLETED,
    ),
    (
        _any_of(
            *(r"order (?:was|is|has been) placed", r"plac(?:ing|ed) (?:the |your )?order"),  # en
            *("pedido (?:foi|ser) (?:feito|realizado)", r"realiza\w{1,12} d?o pedido"),  # pt
            r"realiza\w{1,12} (?:el|del|tu) pedido",  # es
            *("(?:aufgabe|eingang) der bestellung", "bestell(?:datum|eingang)"),  # de
            "passation de (?:la |votre )?commande",  # fr
            r"złożeni\w{1,12} zamówienia",  # pl
            "주문 ?(?:후|일)",  # ko
        ),
        Anchor.ORDER_PLACED,
    ),
    (
        _any_of(
            *("(?:after|of) (?:the )?delivery", "after (?:it |they )?(?:is|are|was|were|being) delivered"),
            # en
            "ap[óo]s a entrega",  # pt
            "(?:después de|tras) la entrega",  # es
            "nach (?:der )?(?:lieferung|zustellung)",  # de
            "après (?:la )?livraison",  # fr
            "po (?:dostawie|doręczeniu)",  # pl
            "배송 ?(?:완료 ?)?후",  # ko
        ),
        Anchor.DELIVERED,
    ),
)
