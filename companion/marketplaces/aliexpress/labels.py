"""The words beside a value on order pages, which say what it is where links and structure do not.

Seen on the site: en 2015-2026, de 2025-2026 ("Bestellung aufgegeben am", "Bestell-Nr.", "Bezahlt am",
"Gesamt", "Zwischensumme"), es 2026 ("Número de pedido", "Fecha de compra"), ko 2026 ("주문일", "주문번호",
with two colons), ru 2021 ("Дата заказа"), az 2024 ("Sifariş tarixi"). All others are dictionary words, not
seen on the site: a label that is not here leaves its field unread, it never moves a value to another field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from companion.marketplaces.aliexpress.words import fold
from companion.text import clean


class Label(StrEnum):
    """What stands beside a label; the value is the field's name in records."""

    ORDER_ID = "order_id"
    PLACED_ON = "placed_on"
    PAID_ON = "paid_on"
    SHIPPED_ON = "shipped_on"
    COMPLETED_ON = "completed_on"
    PAYMENT_METHOD = "payment_method"
    TOTAL = "total"
    QUANTITY = "quantity"
    TRACKING_NUMBER = "tracking_number"
    CARRIER = "carrier"


# One line for each of en, es, pt, fr, de, it, nl, pl, ru, uk, tr, ko, ja, ar, he, cs.
_LABELS: Mapping[Label, str] = {
    Label.ORDER_ID: """
        order id|order number|order no|ref. number|ref number
        número de pedido|n.º de pedido|id del pedido|id de pedido
        número do pedido|nº do pedido|id do pedido
        numéro de commande|numéro de la commande|n° de commande|id de commande
        bestell-nr|bestellnr|bestellnummer|bestell-id
        numero ordine|numero dell'ordine|numero d'ordine|id ordine
        bestelnummer|bestel-id|ordernummer
        numer zamówienia|nr zamówienia|identyfikator zamówienia
        номер заказа|№ заказа|id заказа
        номер замовлення|№ замовлення|id замовлення
        sipariş numarası|sipariş no|sipariş kimliği
        주문번호|주문 번호|주문 id
        注文番号|ご注文番号|注文id
        رقم الطلب|معرف الطلب|معرّف الطلب
        מספר הזמנה|מספר ההזמנה|מזהה הזמנה
        číslo objednávky|id objednávky""",
    Label.PLACED_ON: """
        order date|order placed on|order placed|order time|placed on|date|sifariş tarixi
        fecha de compra|fecha del pedido|pedido realizado el|fecha
        data do pedido|data da compra|pedido realizado em|pedido feito em
        date de commande|date de la commande|commande passée le|commandé le
        bestellung aufgegeben am|aufgegeben am|bestelldatum|bestellt am
        data ordine|data dell'ordine|ordine effettuato il|data dell'acquisto
        besteldatum|bestelling geplaatst op|besteld op
        data zamówienia|zamówienie złożone|złożono|zamówiono
        дата заказа|заказ оформлен|заказ сделан
        дата замовлення|замовлення оформлено|замовлено
        sipariş tarihi|sipariş verilme tarihi|sipariş verildi
        주문일|주문일자|주문 날짜|주문 일자
        注文日|ご注文日|注文日時
        تاريخ الطلب|تم تقديم الطلب في
        תאריך הזמנה|תאריך ההזמנה|ההזמנה בוצעה ב|ההזמנה בוצעה
        datum objednávky|objednáno|objednávka zadána""",
    Label.PAID_ON: """
        paid on|paid|payment time|payment date
        pagado el|fecha de pago|fecha del pago
        pago em|data do pagamento|data de pagamento
        payé le|payée le|date de paiement|date du paiement
        bezahlt am|zahlungsdatum
        pagato il|data di pagamento|data del pagamento
        betaald op|betaaldatum
        opłacono|zapłacono|data płatności
        оплачено|дата оплаты|оплачен
        дата оплати|сплачено
        ödeme tarihi|ödendi|ödenme tarihi
        결제일|결제일자|결제 날짜|결제 시간|결제 완료일
        支払日|お支払い日|支払い日|支払日時
        تاريخ الدفع|تم الدفع في|مدفوع في
        שולם|שולם ב|שולם בתאריך|תאריך תשלום|תאריך התשלום
        zaplaceno|datum platby|datum zaplacení""",
    Label.SHIPPED_ON: """
        shipment completed on|shipped on|shipping date|ship date
        envío completado el|enviado el|fecha de envío
        envio concluído em|enviado em|data de envio|data do envio
        expédition terminée le|expédié le|expédiée le|date d'expédition
        versand abgeschlossen am|versendet am|versandt am|versanddatum
        spedizione completata il|spedito il|data di spedizione
        verzending voltooid op|verzonden op|verzenddatum
        wysłano|data wysyłki|wysyłka zakończona
        отправлено|дата отправки|дата отправления|отправлен
        відправлено|дата відправлення|дата відправки
        gönderim tarihi|gönderi tarihi|kargoya verilme tarihi|gönderildi
        발송일|발송일자|발송 완료일|출고일
        発送日|発送完了日|出荷日
        تاريخ الشحن|تم الشحن في|اكتمل الشحن في
        נשלח|נשלח ב|נשלח בתאריך|תאריך משלוח|תאריך שליחה
        odesláno|datum odeslání""",
    Label.COMPLETED_ON: """
        order completed on|completed on|finished on
        pedido completado el|completado el|finalizado el|fecha de finalización
        pedido concluído em|concluído em|finalizado em
        commande terminée le|terminée le|commande finalisée le
        bestellung abgeschlossen am|abgeschlossen am
        ordine completato il|completato il
        bestelling voltooid op|voltooid op|afgerond op
        zamówienie zakończone|zakończono|data zakończenia
        заказ завершён|заказ завершен|завершено|завершён|дата завершения
        замовлення завершено|дата завершення
        sipariş tamamlanma tarihi|tamamlanma tarihi|tamamlandı|sipariş tamamlandı
        주문 완료일|완료일|완료일자|거래 완료일
        完了日|注文完了日|取引完了日
        تاريخ اكتمال الطلب|تاريخ الإكمال|اكتمل الطلب في|اكتمل في
        הושלם ב|הושלם בתאריך|תאריך השלמה|ההזמנה הושלמה|ההזמנה הושלמה ב
        dokončeno|objednávka dokončena|datum dokončení""",
    Label.PAYMENT_METHOD: """
        payment method|payment
        método de pago|forma de pago
        método de pagamento|forma de pagamento
        mode de paiement|moyen de paiement|méthode de paiement
        zahlungsmethode|zahlungsart
        metodo di pagamento
        betaalmethode|betaalwijze|betalingsmethode
        metoda płatności|sposób płatności|forma płatności
        способ оплаты|метод оплаты
        спосіб оплати|метод оплати
        ödeme yöntemi|ödeme şekli
        결제 수단|결제수단|결제 방법|결제방법
        支払い方法|お支払い方法|支払方法
        طريقة الدفع|وسيلة الدفع
        אמצעי תשלום|שיטת תשלום|אופן התשלום
        způsob platby|platební metoda""",
    Label.TOTAL: """
        total|order total|grand total|total amount
        importe total|total del pedido
        valor total|total do pedido
        montant total|total de la commande
        gesamt|gesamtbetrag|gesamtsumme|gesamtpreis|bestellsumme
        totale|totale ordine|totale dell'ordine
        totaal|totaalbedrag
        razem|suma|łącznie|łączna kwota
        итого|всего|сумма заказа|общая сумма
        разом|усього|всього|загальна сума
        toplam|genel toplam|toplam tutar
        합계|총액|총 금액|총 결제 금액|총계
        合計|合計金額|総額|総合計
        الإجمالي|المجموع|المجموع الكلي|إجمالي الطلب
        סה״כ|סה"כ|סך הכל|סך הכול
        celkem|celková cena|celková částka""",
    Label.QUANTITY: """
        quantity|qty
        cantidad
        quantidade
        quantité|qté
        menge|anzahl
        quantità
        aantal|hoeveelheid
        ilość|liczba
        количество|кол-во
        кількість
        adet|miktar
        수량
        数量
        الكمية
        כמות
        množství|počet""",
    Label.TRACKING_NUMBER: """
        tracking number|tracking no|tracking id
        número de seguimiento
        número de rastreamento|código de rastreamento|código de rastreio
        numéro de suivi
        paketverfolgungsnummer|trackingnummer|sendungsnummer|sendungsverfolgungsnummer
        numero di tracciamento|numero di tracking|codice di tracciamento
        trackingnummer|volgnummer|track-en-tracenummer
        numer śledzenia|numer przesyłki
        номер отслеживания|трек-номер|номер для отслеживания
        номер відстеження
        takip numarası|kargo takip numarası|takip no
        운송장 번호|운송장번호|송장 번호|배송 조회 번호
        追跡番号|お問い合わせ番号|配送番号
        رقم التتبع|رقم تتبع الشحنة
        מספר מעקב
        sledovací číslo|číslo zásilky""",
    Label.CARRIER: """
        carrier|shipping company|logistics company|courier|shipped by|delivery company
        transportista|empresa de transporte|empresa de envío
        transportadora|empresa de transporte
        transporteur
        versanddienstleister|versandunternehmen|zusteller|paketdienst
        corriere|vettore
        vervoerder|bezorgdienst
        przewoźnik|kurier|firma kurierska
        перевозчик|служба доставки|курьерская служба
        перевізник|служба доставки
        taşıyıcı|kargo şirketi|kargo firması
        택배사|배송사|배송 업체|운송사
        配送業者|運送会社
        شركة الشحن|الناقل
        חברת שילוח|חברת משלוחים|מוביל
        dopravce""",
}
_EDGE = " \t:：.-־–—#|"
_COLON = re.compile(r"\s*[:：]+\s*")
_WORDS = {
    fold(word).strip(_EDGE): label
    for label, lines in _LABELS.items()
    for line in lines.split("\n")
    for word in line.split("|")
    if word.strip()
}
_LONGEST = max(map(len, _WORDS))


def find_label(text: str) -> Label | None:
    """Find what a label says; None for one that is not known.

    >>> str(find_label("주문번호::")), str(find_label("Bezahlt am")), find_label("Zollgebühr")
    ('order_id', 'paid_on', None)
    """
    return _WORDS.get(fold(text).strip(_EDGE))


def split_label(text: str) -> tuple[str, str]:
    """Part a line into its label and its value: at the colon, else behind the longest label that is known.

    >>> split_label("Payment method: Visa"), split_label("Zahlungsmethode PayPal"), split_label("PayPal")
    (('Payment method', 'Visa'), ('Zahlungsmethode', 'PayPal'), ('', 'PayPal'))
    """
    line = clean(text)
    label, colon, value = _part(line)
    if colon:
        return label, value
    folded = fold(line)
    if len(folded) != len(line):  # a letter that has no small form of one letter
        return "", line
    for length in range(min(_LONGEST, len(line)), 2, -1):
        is_cut = length < len(folded) and folded[length - 1 : length + 1].isalnum()
        if folded[:length].strip(_EDGE) in _WORDS and not is_cut:
            return line[:length].strip(), line[length:].strip(_EDGE)
    return "", line


def _part(line: str) -> tuple[str, str, str]:
    colon = _COLON.search(line)
    return (line[: colon.start()], colon[0], line[colon.end() :]) if colon else ("", "", line)
