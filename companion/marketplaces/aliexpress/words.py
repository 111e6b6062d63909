"""The site's words, language by language: seen on its pages or in its mails, or out of the dictionary.

A word that is not here is no harm: the record keeps it, and its meaning comes from codes or stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from companion.model import OrderState
from companion.text import clean

# Order states by label. Seen: en 2015-2026, pt 2026, de list 2026 (the rest of de by readers of the page),
# es 2023, ko 2026, ru 2021. Never by label alone where a code or a button says more: see states.py.
_SEEN_STATES: Mapping[OrderState, str] = {
    OrderState.UNPAID: "to pay|unpaid|awaiting payment|a ser pago|aguardando pagamento",
    OrderState.PROCESSING: "processing|processando|wird bearbeitet|bezahlt",
    OrderState.AWAITING_SHIPMENT: "to ship|awaiting shipment|заказ не отправлен",
    OrderState.AWAITING_DELIVERY: "awaiting delivery|shipped|aguardando a entrega|enviado|versandt|"
    "wartet auf lieferung|esperando entrega",
    OrderState.DELIVERED: "zugestellt|delivered",
    OrderState.COMPLETED: "completed|finished|concluído|finalizado|abgeschlossen|завершён|"
    "получено подтверждение",
    OrderState.CANCELLED: "cancelled|canceled|cancelado|compra cancelada|pedido cancelado|취소|заказ отменён",
    OrderState.CLOSED: "closed|expired|expirado",
    OrderState.REFUNDED: "환불 완료|고급 환불 완료",
}
# The same in the languages of labels.py: dictionary words, not seen on the site.
_OTHER_STATES: Mapping[OrderState, str] = {
    OrderState.UNPAID: """
        pendiente de pago|por pagar|esperando pago|em aberto|aguardando o pagamento|à payer|
        en attente de paiement|zu bezahlen|unbezahlt|ausstehende zahlung|zahlung ausstehend|
        wartet auf zahlung|da pagare|
        in attesa di pagamento|te betalen|wacht op betaling|onbetaald|do zapłaty|oczekuje na płatność|
        oczekiwanie na płatność|
        ожидает оплаты|ждёт оплаты|не оплачен|очікує оплати|очікує на оплату|ödeme bekleniyor|ödenmedi|
        결제 대기|결제 대기 중|미결제|支払い待ち|お支払い待ち|未払い|بانتظار الدفع|في انتظار الدفع|غير مدفوع|
        ממתין לתשלום|לתשלום|čeká na platbu|čeká na zaplacení|nezaplaceno""",
    OrderState.PROCESSING: """
        en proceso|procesando|em processamento|en cours de traitement|en traitement|in bearbeitung|
        in elaborazione|in lavorazione|in behandeling|wordt verwerkt|w trakcie realizacji|przetwarzanie|
        в обработке|обрабатывается|обробляється|в обробці|işleniyor|hazırlanıyor|처리 중|처리중|処理中|
        قيد المعالجة|جاري المعالجة|בטיפול|בעיבוד|zpracovává se|ve zpracování""",
    OrderState.AWAITING_SHIPMENT: """
        pendiente de envío|esperando envío|por enviar|aguardando envio|aguardando o envio|à expédier|
        en attente d'expédition|wartet auf versand|zu versenden|versandbereit|in attesa di spedizione|
        da spedire|te verzenden|wacht op verzending|do wysłania|oczekuje na wysyłkę|
        oczekiwanie na wysyłkę|ожидает отправки|
        ждёт отправки|очікує відправлення|очікує на відправлення|gönderim bekleniyor|kargo bekleniyor|
        발송 대기|발송 대기 중|배송 준비 중|発送待ち|出荷待ち|発送準備中|بانتظار الشحن|في انتظار الشحن|
        ממתין למשלוח|čeká na odeslání""",
    OrderState.AWAITING_DELIVERY: """
        pendiente de entrega|en camino|em trânsito|en attente de livraison|expédiée|expédié|en livraison|
        versendet|unterwegs|in attesa di consegna|spedito|in consegna|wacht op levering|wachten op levering|
        verzonden|onderweg|oczekuje na dostawę|oczekiwanie na dostawę|wysłano|wysłane|w drodze|
        ожидает доставки|ожидается доставка|отправлен|в пути|очікує доставки|очікується доставка|відправлено|
        в дорозі|teslimat bekleniyor|kargoya verildi|gönderildi|yolda|배송 중|배송중|배송 대기|
        배송 대기 중|발송됨|配達待ち|配送中|発送済み|お届け待ち|
        بانتظار التسليم|في انتظار التسليم|بانتظار التوصيل|في انتظار التوصيل|
        تم الشحن|ממתין למסירה|ממתין לאספקה|נשלח|בדרך|čeká na doručení|odesláno|na cestě""",
    OrderState.DELIVERED: """
        entregado|entregue|livré|livrée|geliefert|consegnato|bezorgd|geleverd|dostarczono|dostarczone|доставлен|
        доставлено|teslim edildi|배송 완료|배달 완료|配達完了|配達済み|تم التسليم|تم التوصيل|נמסר|doručeno""",
    OrderState.COMPLETED: """
        completado|terminado|completo|terminé|terminée|fertig|completato|concluso|voltooid|afgerond|
        zakończone|zakończono|zrealizowane|завершен|выполнен|завершено|виконано|tamamlandı|완료|완료됨|
        거래 완료|完了|取引完了|مكتمل|تم الإكمال|اكتمل|הושלם|הושלמה|dokončeno|dokončena""",
    OrderState.CANCELLED: """
        cancelada|annulé|annulée|commande annulée|storniert|abgebrochen|annullato|ordine annullato|
        geannuleerd|anulowano|anulowane|отменён|отменен|заказ отменен|скасовано|замовлення скасовано|
        iptal edildi|취소됨|주문 취소|취소 완료|キャンセル|キャンセル済み|ملغي|تم الإلغاء|ملغى|בוטל|בוטלה|
        zrušeno|zrušena""",
    OrderState.CLOSED: """
        cerrado|caducado|fechado|encerrado|fermé|fermée|clôturé|expiré|geschlossen|abgelaufen|chiuso|scaduto|
        gesloten|verlopen|zamknięte|zamknięto|wygasło|закрыт|закрыто|истёк|закрито|
        закінчився|kapatıldı|kapandı|
        süresi doldu|종료|만료|마감|終了|期限切れ|クローズ|مغلق|منتهي الصلاحية|סגור|נסגר|
        פג תוקף|uzavřeno|vypršelo""",
    OrderState.REFUNDED: """
        refunded|reembolsado|remboursé|remboursée|erstattet|rückerstattet|rimborsato|terugbetaald|zwrócono|
        возвращено|деньги возвращены|кошти повернено|para iadesi yapıldı|iade edildi|환불됨|返金済み|返金完了|
        تم رد الأموال|تم استرداد المبلغ|הוחזר|זוכה|vráceno|peníze vráceny""",
}  # fmt: skip
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
    return _STATE_OF.get(fold(label).rstrip(".:"))


def fold(text: str) -> str:
    """Give the form of a word in which it is looked up.

    >>> fold(" İptal EDİLDİ ")
    'iptal edildi'
    """
    # The Turkish capital comes apart, and the one without a dot has another small form elsewhere.
    return clean(text).casefold().replace("i\u0307", "i").replace("ı", "i")


_FREE_WORDS = frozenset(map(fold, _FREE))
_STATE_OF = {
    fold(word): state
    for states in (_OTHER_STATES, _SEEN_STATES)
    for state, words in states.items()
    for word in words.split("|")
}


def is_free(text: str) -> bool:
    """Tell whether a text says that something costs nothing."""
    return fold(text) in _FREE_WORDS


def make_badge(code: str | None, words: str) -> str:
    """Name a badge by our word, or keep the site's.

    >>> make_badge("LOCAL_FREE_RETURN", "Devolução grátis"), make_badge(None, "Envio rápido")
    ('free_returns', 'Envio rápido')
    """
    return _BADGE_TYPES.get(code or "") or _BADGE_WORDS.get(words.casefold()) or words
