"""Sentences about rights in sixteen languages. But for English they are invented, not seen on the site."""

from __future__ import annotations

import pytest

from companion.marketplaces.aliexpress.sentences import read_by_words

REFUNDS = [
    ("en", "Refund if no delivery before Sep 3, 2026"),
    ("es", "Reembolso si no se entrega antes del 3 sept 2026"),
    ("pt", "Reembolso se não for entregue até 3 set, 2026"),
    ("fr", "Remboursement en cas de non-livraison avant le 3 sept. 2026"),
    ("de", "Rückerstattung, falls nicht bis 3. Sep 2026 geliefert"),
    ("it", "Rimborso se non consegnato entro il 3 set 2026"),
    ("nl", "Terugbetaling bij geen levering vóór 3 sep. 2026"),
    ("pl", "Zwrot pieniędzy, jeśli przesyłka nie dotrze do 3 wrz 2026"),
    ("ru", "Возврат денег, если не доставят до 3 сентября 2026"),
    ("uk", "Повернення коштів, якщо не доставлено до 3 вересня 2026"),
    ("tr", "3 Eyl 2026 tarihine kadar teslim edilmezse para iadesi"),
    ("ko", "2026년 9월 3일까지 미배송 시 환불"),
    ("ja", "2026年9月3日までに届かない場合は返金"),
    ("ar", "استرداد الأموال في حال عدم التسليم قبل 3 سبتمبر 2026"),
    ("he", "החזר כספי אם לא נמסר לפני 3 בספטמבר 2026"),
    ("cs", "Vrácení peněz, pokud zásilka nebude doručena do 3. září 2026"),
]
PROTECTIONS = [
    ("en", "Your protection ends on Sep 3, 2026"),
    ("es", "Tu protección termina el 3 sept 2026"),
    ("pt", "A proteção termina em 3 set, 2026"),
    ("fr", "Votre protection expire le 3 sept. 2026"),
    ("de", "Ihr Käuferschutz endet am 3. Sep 2026"),
    ("it", "La protezione scade il 3 set 2026"),
    ("nl", "Uw kopersbescherming verloopt op 3 sep. 2026"),
    ("pl", "Ochrona kończy się 3 wrz 2026"),
    ("ru", "Защита заказа действует до 3 сентября 2026"),
    ("uk", "Захист діє до 3 вересня 2026"),
    ("tr", "Alıcı koruması 3 Eyl 2026 tarihinde sona erer"),
    ("ko", "구매자 보호 2026년 9월 3일까지"),
    ("ja", "購入者保護は2026年9月3日まで"),
    ("ar", "حماية المشتري تنتهي في 3 سبتمبر 2026"),
    ("he", "הגנת הקונה תסתיים ב-3 בספטמבר 2026"),
    ("cs", "Ochrana kupujícího končí 3. září 2026"),
]
RETURNS = [
    ("en", "Send it back within 15 days after delivery."),
    ("es", "Devuélvelo en 15 días tras la entrega."),
    ("it", "Puoi restituirlo entro 15 giorni dopo la consegna"),
    ("nl", "Retourneren binnen 15 dagen na levering"),
    ("ru", "Верните товар в течение 15 дней после доставки"),
    ("tr", "Teslimattan sonra 15 gün içinde iade edin"),
    ("ja", "配達後15日以内に返品できます"),
    ("ar", "يمكنك الإرجاع خلال 15 يومًا بعد التسليم"),
    ("he", "ניתן להחזיר תוך 15 ימים לאחר המסירה"),
    ("cs", "Vrácení do 15 dnů po doručení"),
]


@pytest.mark.parametrize(
    ("kind", "language", "sentence"),
    [("refund_if_not_delivered_by", *one) for one in REFUNDS]
    + [("protection_ends", *one) for one in PROTECTIONS],
)
def test_a_dated_sentence_is_known_by_its_words(kind: str, language: str, sentence: str) -> None:
    """A dated sentence states the refund or the protection in every language."""
    meaning = read_by_words(sentence, language)

    assert meaning
    assert (kind, "2026-09-03") == (str(meaning.kind), str(meaning.on))


@pytest.mark.parametrize(("language", "sentence"), RETURNS)
def test_a_count_of_days_is_known_by_its_words(language: str, sentence: str) -> None:
    """A number of days to return a parcel is counted from its delivery."""
    meaning = read_by_words(sentence, language)

    assert meaning
    assert ("return_within", 15, "delivered") == (str(meaning.kind), meaning.within_days, str(meaning.after))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Refund requested on Sep 3, 2026"),
        ("de", "Rückerstattung erfolgte am 3. Sep 2026"),
        ("cs", "Vrácení zdarma bez otázek do 3. září 2026"),
        ("fr", "Commande passée le 3 sept. 2026"),
    ],
)
def test_other_dates_are_no_promises(language: str, sentence: str) -> None:
    """A dated sentence about something else states nothing."""
    assert read_by_words(sentence, language) is None
