"""Words in sixteen languages: what a label stands beside, what a state is called, what costs nothing."""

from __future__ import annotations

import pytest

from companion.marketplaces.aliexpress.labels import find_label, split_label
from companion.marketplaces.aliexpress.words import find_labelled_state, is_free

# language: order id, placed, paid, shipped, completed, payment, total, quantity, tracking number, carrier
LABELS = {
    "en": "Order ID:|Order date|Paid on|Shipment completed on|Order completed on|Payment method|"
    "Total|Quantity|Tracking number|Carrier",
    "es": "Número de pedido:|Fecha del pedido|Pagado el|Enviado el|Completado el|Método de pago|"
    "Importe total|Cantidad|Número de seguimiento|Transportista",
    "pt": "Número do pedido|Data do pedido|Pago em|Enviado em|Concluído em|Forma de pagamento|"
    "Valor total|Quantidade|Código de rastreamento|Transportadora",
    "fr": "N° de commande :|Date de commande|Payé le|Expédié le|Terminée le|Mode de paiement|"
    "Montant total|Quantité|Numéro de suivi|Transporteur",
    "de": "Bestell-Nr.|Bestellung aufgegeben am:|Bezahlt am|Versandt am|Abgeschlossen am|Zahlungsmethode|"
    "Gesamt|Menge|Paketverfolgungsnummer|Versanddienstleister",
    "it": "Numero ordine|Data ordine|Pagato il|Spedito il|Completato il|Metodo di pagamento|"
    "Totale|Quantità|Numero di tracciamento|Corriere",
    "nl": "Bestelnummer|Besteldatum|Betaald op|Verzonden op|Voltooid op|Betaalmethode|"
    "Totaal|Aantal|Trackingnummer|Vervoerder",
    "pl": "Numer zamówienia|Data zamówienia|Opłacono|Wysłano|Zakończono|Metoda płatności|"
    "Razem|Ilość|Numer śledzenia|Przewoźnik",
    "ru": "Номер заказа|Дата заказа|Дата оплаты|Дата отправки|Завершён|Способ оплаты|"
    "Итого|Количество|Номер отслеживания|Перевозчик",
    "uk": "Номер замовлення|Дата замовлення|Дата оплати|Дата відправлення|Дата завершення|Спосіб оплати|"
    "Разом|Кількість|Номер відстеження|Перевізник",
    "tr": "SİPARİŞ NUMARASI|Sipariş tarihi|Ödeme tarihi|Gönderim tarihi|Tamamlanma tarihi|Ödeme yöntemi|"
    "Toplam|Adet|Takip numarası|Kargo şirketi",
    "ko": "주문번호::|주문일자::|결제일|발송일|완료일|결제 수단|합계|수량|운송장 번호|택배사",
    "ja": "注文番号：|注文日|支払日|発送日|完了日|お支払い方法|合計|数量|追跡番号|配送業者",
    "ar": "رقم الطلب|تاريخ الطلب|تاريخ الدفع|تاريخ الشحن|تاريخ اكتمال الطلب|طريقة الدفع|"
    "الإجمالي|الكمية|رقم التتبع|شركة الشحن",
    "he": "מספר הזמנה|תאריך ההזמנה|תאריך תשלום|תאריך משלוח|הושלם ב־|אמצעי תשלום|"
    "סה״כ|כמות|מספר מעקב|חברת שילוח",
    "cs": "Číslo objednávky|Datum objednávky|Datum platby|Datum odeslání|Dokončeno|Způsob platby|"
    "Celkem|Množství|Sledovací číslo|Dopravce",
}
# language: unpaid, awaiting shipment, awaiting delivery, completed, cancelled
STATES = {
    "en": "To pay|To ship|Awaiting delivery|Completed|Cancelled",
    "es": "Pendiente de pago|Pendiente de envío|Esperando entrega|Completado|Cancelado",
    "pt": "A ser pago|Aguardando envio|Aguardando a entrega|Concluído |Pedido cancelado",
    "fr": "À payer|À expédier|En attente de livraison|Terminée|Annulée",
    "de": "Zu bezahlen|Wartet auf Versand|Wartet auf Lieferung|Abgeschlossen|Storniert",
    "it": "Da pagare|In attesa di spedizione|In attesa di consegna|Completato|Annullato",
    "nl": "Te betalen|Te verzenden|Wacht op levering|Voltooid|Geannuleerd",
    "pl": "Do zapłaty|Do wysłania|Oczekuje na dostawę|Zakończone|Anulowane",
    "ru": "Ожидает оплаты|Заказ не отправлен|Ожидает доставки|Завершён|Заказ отменён",
    "uk": "Очікує оплати|Очікує відправлення|Очікує доставки|Завершено|Скасовано",
    "tr": "Ödeme bekleniyor|Kargo bekleniyor|Teslimat bekleniyor|Tamamlandı|İptal edildi",
    "ko": "결제 대기|배송 준비 중|배송 중|거래 완료|취소",
    "ja": "支払い待ち|発送待ち|お届け待ち|取引完了|キャンセル済み",
    "ar": "بانتظار الدفع|بانتظار الشحن|بانتظار التسليم|مكتمل|ملغي",
    "he": "ממתין לתשלום|ממתין למשלוח|ממתין למסירה|הושלם|בוטל",
    "cs": "Čeká na platbu|Čeká na odeslání|Čeká na doručení|Dokončeno|Zrušeno",
}
FIELDS = (
    "order_id placed_on paid_on shipped_on completed_on payment_method total quantity tracking_number carrier"
)


@pytest.mark.parametrize("language", LABELS)
def test_labels_are_known(language: str) -> None:
    """Each language has a label for every field that only a label tells from others."""
    assert FIELDS.split() == [str(find_label(label)) for label in LABELS[language].split("|")]


@pytest.mark.parametrize("language", STATES)
def test_states_are_known(language: str) -> None:
    """Each language has words for the states an order passes through."""
    expected = ["unpaid", "awaiting_shipment", "awaiting_delivery", "completed", "cancelled"]

    assert expected == [str(find_labelled_state(label)) for label in STATES[language].split("|")]


@pytest.mark.parametrize("label", ["", ":", "Zollgebühr", "Total savings", "Order", "Refund date"])
def test_other_labels_are_not(label: str) -> None:
    """A label that is not known means nothing, also where a known one is a part of it."""
    assert find_label(label) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Payment method: Visa: 1234", ("Payment method", "Visa: 1234")),
        ("주문번호:: 8500000000000019", ("주문번호", "8500000000000019")),
        ("Zahlungsmethode PayPal", ("Zahlungsmethode", "PayPal")),
        ("Order date Jul 15, 2026", ("Order date", "Jul 15, 2026")),
        ("Totally free", ("", "Totally free")),
        ("Total", ("Total", "")),
        ("", ("", "")),
        ("İ" * 30, ("", "İ" * 30)),
    ],
)
def test_a_line_is_parted(line: str, expected: tuple[str, str]) -> None:
    """A line is parted at its colon, else behind the longest label that is a word of its own."""
    assert expected == split_label(line)


def test_nothing_is_free_but_words_for_it() -> None:
    """The words for an amount of nothing are known whatever their case; others are not taken for them."""
    assert [True, True, True, False] == [
        is_free(text) for text in ("FREE SHIPPING", "Ücretsiz kargo", "送料無料", "Free returns")
    ]
