"""The site's words, language by language. Only words seen on its pages, or in its mails where it says so.

A word that is not here is no harm: the record keeps it, and its meaning comes from codes or stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from companion.model import OrderState
from companion.text import clean

# Order states by label. en seen 2015-2026, pt 2026, de list 2026 (the rest of de by readers of the page),
# es 2023, ko 2026, ru 2021. Never by label alone where a code or a button says more: see states.py.
_STATES: Mapping[OrderState, tuple[str, ...]] = {
    OrderState.UNPAID: ("to pay", "unpaid", "awaiting payment", "a ser pago", "aguardando pagamento"),
    OrderState.PROCESSING: ("processing", "processando", "wird bearbeitet", "bezahlt"),
    OrderState.AWAITING_SHIPMENT: ("to ship", "awaiting shipment"),
    OrderState.AWAITING_DELIVERY: (
        "awaiting delivery", "shipped", "aguardando a entrega", "enviado", "wartet auf lieferung", "versandt",
        "esperando entrega",
    ),
    OrderState.DELIVERED: ("zugestellt", "delivered"),
    OrderState.COMPLETED: ("completed", "finished", "concluído", "finalizado", "abgeschlossen", "завершён"),
    OrderState.CANCELLED: (
        "cancelled", "canceled", "cancelado", "compra cancelada", "pedido cancelado", "취소", "заказ отменён",
    ),
    OrderState.CLOSED: ("closed", "expired", "expirado"),
    OrderState.REFUNDED: ("환불 완료", "고급 환불 완료"),
}  # fmt: skip
_STATE_OF = {word: state for state, words in _STATES.items() for word in words}

# What stands in place of an amount of nothing. "Free shipping" seen 2026-09 (golden order_detail/en-
# completed); the other languages are the words shops use, so that a free row is not called unreadable.
_FREE = frozenset({
    "free", "free shipping", "free delivery", "frete grátis", "grátis", "envío gratis", "gratis",
    "kostenloser versand", "kostenlos", "gratis versand", "livraison gratuite", "gratuit",
    "spedizione gratuita", "gratuito", "gratis verzending", "darmowa dostawa", "darmowa wysyłka",
    "za darmo", "bezpłatna dostawa", "무료 배송", "무료배송", "무료", "送料無料", "無料", "бесплатно",
    "бесплатная доставка", "безкоштовно", "ücretsiz kargo", "ücretsiz", "شحن مجاني", "مجاني", "משלוח חינם",
    "חינם", "doprava zdarma", "zdarma", "gratis ongkir",
})  # fmt: skip

# Badges of a line: by type code (seen 2026-09, golden order_list/en-brl), else by the English words.
_BADGE_TYPES: Mapping[str, str] = {"LOCAL_FREE_RETURN": "free_returns"}
_BADGE_WORDS: Mapping[str, str] = {
    "free returns": "free_returns",
    "fast delivery": "fast_delivery",
    "delivery guarantee": "delivery_guarantee",
}


def find_labelled_state(label: str) -> OrderState | None:
    """Find what a status label means.

    >>> str(find_labelled_state("Concluído ")), find_labelled_state("Wird verzollt")
    ('completed', None)
    """
    return _STATE_OF.get(clean(label).casefold())


def is_free(text: str) -> bool:
    """Tell whether a text says that something costs nothing."""
    return clean(text).casefold() in _FREE


def make_badge(code: str | None, words: str) -> str:
    """Name a badge by our word, or keep the site's.

    >>> make_badge("LOCAL_FREE_RETURN", "Devolução grátis"), make_badge(None, "Envio rápido")
    ('free_returns', 'Envio rápido')
    """
    return _BADGE_TYPES.get(code or "") or _BADGE_WORDS.get(words.casefold()) or words
