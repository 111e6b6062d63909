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
            r"\brefund.{0,60}\b(?:no|not|non|without|undelivered|\w{2,6}n.t)\b.{0,20}\b(?:deliver|receiv|arriv)",
            r"\breembols.{0,60}\b(?:no|n[ãa]o|sin|sem)\b.{0,30}\b(?:entreg|recib|receb|lleg|cheg)",  # es, pt
            r"\brembours.{0,60}\b(?:non|pas|sans)\b.{0,30}\b(?:livr|re[çc]u|arriv)",  # fr
            r"erstatt.{0,60}\b(?:nicht|keine|ohne)\b.{0,30}(?:liefer|zugestell|erhalt|ankomm)",  # de
            r"\brimbors.{0,60}\b(?:non|mancata|senza)\b.{0,30}\b(?:conseg|ricev|arriv)",  # it
            r"\bterugbetal.{0,60}\b(?:niet|geen|zonder)\b.{0,30}(?:geleverd|bezorgd|levering|ontvang)",  # nl
            r"\bzwrot.{0,60}\b(?:nie|brak|bez)\b.{0,30}\b(?:dostar|dostaw|dotrze|otrzym)",  # pl
            r"возврат.{0,60}\b(?:не|без)\b.{0,30}(?:достав|получ|прид)",  # ru
            r"повернення.{0,60}\b(?:не|без)\b.{0,30}(?:достав|отрима|прийд)",  # uk
            r"teslim edilmez.{0,60}iade|iade.{0,60}teslim edilmez",  # tr
            r"(?:미배송|배송되지|도착하지).{0,40}환불|환불.{0,40}(?:미배송|배송되지|도착하지)",  # ko
            r"(?:届かない|未着|配達されない).{0,40}返金|返金.{0,40}(?:届かない|未着|配達されない)",  # ja
            r"(?:استرداد|رد الأموال).{0,60}(?:لم|عدم|دون).{0,30}(?:تسليم|يتم|توصيل|يصل)",  # ar
            r"החזר.{0,60}(?:לא|אי|ללא).{0,30}(?:נמסר|מסירה|יגיע|הגיע)",  # he
            r"(?:vrácení|vrátíme).{0,60}(?:nebude.{0,30}doruč|nedoruč|nedoraz)",  # cs
        ),
        StatementKind.REFUND_IF_NOT_DELIVERED_BY,
    ),
    (
        _any_of(
            *(r"\bcoupon", r"\bcupo[mn]", r"\bcupón", "gutschein", r"\bkup[oó]n", "쿠폰", "купон"),
            *(r"\bbuono\b", r"\bcoupons?\b", "クーポン", "قسيمة", "كوبون", "קופון"),
        ),
        StatementKind.LATE_COUPON_FROM,
    ),
    (
        _any_of(
            *(r"\bestimated (?:delivery|arrival)", r"\bdelivery (?:date|by)\b"),
            *(r"\bentrega estimada", r"\bentrega (?:prevista|estimada)", r"\blivraison (?:estimée|prévue)"),
            *("voraussichtliche (?:lieferung|zustellung)", r"\bconsegna (?:stimata|prevista)"),
            *(
                "(?:geschatte|verwachte) (?:levering|bezorging)",
                r"\b(?:szacowana|przewidywana) (?:data )?dostaw",
            ),
            *("(?:ожидаемая|примерная) (?:дата )?достав", "(?:очікувана|орієнтовна) (?:дата )?достав"),
            *(
                "tahmini teslim",
                "예상 ?(?:배송|도착)",
                "(?:お届け|配達)予定",
                "(?:التسليم|التوصيل) المتوقع",
                "מסירה משוער",
            ),
            "(?:předpokládané|odhadované) (?:datum )?doruč",
        ),
        StatementKind.ESTIMATED_DELIVERY,
    ),
    # Not seen yet; English so plain that it can mean nothing else.
    (
        _any_of(
            r"\bprotection\b.{0,40}\b(?:ends?|expires?|until)\b",
            r"\bprotecci[óo]n\b.{0,40}\b(?:termina|finaliza|vence|hasta)\b",  # es
            r"\bprote[çc][ãa]o\b.{0,40}\b(?:termina|acaba|expira|at[ée])\b",  # pt
            r"\bprotection\b.{0,40}(?:se termine|expire|jusqu)",  # fr
            r"käuferschutz.{0,40}\b(?:endet|läuft|bis)\b",  # de
            r"\bprotezione\b.{0,40}\b(?:termina|scade|fino)\b",  # it
            r"(?:kopers|aankoop)bescherming.{0,40}\b(?:eindigt|verloopt|tot)\b",  # nl
            r"\bochron\w{1,3}\b.{0,40}(?:kończy|wygasa|\bdo\b)",  # pl
            r"защит[аы].{0,40}(?:заканчива|истека|действует до|закончится)",  # ru
            r"захист.{0,40}(?:закінчу|спливає|діє до|завершу)",  # uk
            r"koruma.{0,40}(?:sona er|biti|kadar)",  # tr
            "보호.{0,20}(?:종료|만료|까지)|(?:종료|만료|까지).{0,20}보호",  # ko
            "保護.{0,20}(?:終了|まで|期限)|(?:終了|まで|期限).{0,20}保護",  # ja
            "حماية.{0,40}(?:تنتهي|ينتهي|حتى)",  # ar
            "הגנ.{0,40}(?:מסתיימ|תסתיים|תקפה עד|עד)",  # he
            r"ochran\w{0,3}\b.{0,40}(?:končí|vyprší|\bdo\b)",  # cs
        ),
        StatementKind.PROTECTION_ENDS,
    ),
    (
        _any_of(r"\bautomatically\b.{0,30}\b(?:confirm|complet)", r"\bauto-?confirm"),
        StatementKind.AUTO_CONFIRM_ON,
    ),
)

# A count of days. The number must not be the end of an amount or of another number.
DAYS = re.compile(
    r"(?<![\d.,])(\d{1,3})[\s-]?"
    r"(?:(?:days?|dias|días|tagen?|jours?|giorni|dagen|dni|dnů|dnech|dní)\b|дн|ден|gün|일|日|يوم|أيام|ימים|יום)",
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
    *(
        r"\bcontroversi",
        r"\bспір",
        "紛争",
        "異議",
        "نزاع",
        "מחלוקת",
        "ihtilaf",
        "anlaşmazlık",
    ),  # it, uk, ja, ar, he, tr
)

RETURN = _any_of(
    *(r"\breturn", r"\brefund", r"\bsend it back"),  # en
    *(r"\bdevol", r"\bdevu[eé]l", r"\breembols"),  # es, pt
    *(r"\brückgabe", r"\brücksend", r"\bzurück", r"\brückerstatt"),  # de
    *(r"\bretour", r"\brenvoy", r"\brembours"),  # fr
    *(r"\bzwro", r"\bzwró"),  # pl
    *(r"\breso\b", r"\brimbors"),  # it
    *("반품", "환불"),  # ko
    *("возврат", "верн"),  # ru
    *("повернен", r"\bповерн"),  # uk
    *(r"\bretour", r"\bterugbetal", r"\bterugstur"),  # nl
    *(r"\brestitu", r"\brend"),  # it
    *(r"\biade", r"\bgeri"),  # tr
    *("返品", "返金", "إرجاع", "إعادة", "استرداد", "החזר", "להחזיר"),  # ja, ar, he
    *(r"\bvrácen", r"\bvrát"),  # cs
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
            r"conferma\w{0,6} (?:di|della|la) ricezione",  # it
            r"bevestig\w{0,6} van (?:de )?ontvangst",  # nl
            *("подтверждени[яе] получения", "підтвердження отримання"),  # ru, uk
            *(
                "teslim(?:at)? onay",
                "受取確認",
                "تأكيد الاستلام",
                "אישור (?:ה)?קבלה",
                "potvrzení (?:o )?přijetí",
            ),
            # tr, ja, ar, he, cs
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
            *("(?:effettuazione|data) dell.ordine", "plaatsen van de bestelling"),  # it, nl
            *("оформления заказа", "оформлення замовлення"),  # ru, uk
            *(
                "sipariş(?:in)? veril",
                "注文(?:後|日)",
                "(?:تقديم|إجراء) الطلب",
                "ביצוע ההזמנה",
                "zadání objednávky",
            ),
            # tr, ja, ar, he, cs
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
            *("dopo la consegna", "dalla consegna", "na (?:de )?(?:levering|bezorging)"),  # it, nl
            *("после доставки", "після доставки"),  # ru, uk
            *(
                "teslim(?:at)?tan sonra",
                "(?:配達|到着|お届け)後",
                "بعد (?:التسليم|التوصيل)",
                "לאחר (?:ה)?(?:מסירה|אספקה)",
            ),
            "po doručení",  # cs; before it tr, ja, ar, he
        ),
        Anchor.DELIVERED,
    ),
)
