"""The labels on the pages of returns and disputes, a line for each language, as regular expressions.

Dictionary words, not seen on the site: no such page is public. They stand at the start of a line, before its
colon or its end.
"""

from __future__ import annotations

from companion.marketplaces.aliexpress.dispute_words import Words

AMOUNT = Words(r"""
en (?:requested |total |applied )?refund(?:ed)? amount|amount (?:refunded|of (?:the )?refund)
es (?:importe|monto|cantidad) (?:del? |a )?reembols\w*
pt valor (?:do |a ser |de )?reembols\w*
fr montant (?:du |de la |à )?rembours\w*
de (?:rück)?erstattungsbetrag
it importo (?:del |di )?rimbors\w*
nl (?:terugbetalings?|restitutie)bedrag|bedrag van (?:de )?terugbetaling
pl kwota (?:do )?zwrotu
ru сумма (?:к )?возврата?
uk сума (?:до )?повернення
tr (?:para )?iade tutarı
ko 환불 ?금액
ja 返金(?:金)?額
ar (?:مبلغ|قيمة) (?:ال)?(?:استرداد|رد الأموال)
he סכום ה?החזר
cs částka (?:k )?(?:vrácení|náhrady)|vrácená částka
""")
REASON = Words(r"""
en (?:refund |dispute |return )?reason(?: for (?:the )?(?:refund|return|dispute))?
es motivo(?: (?:del|de la|de) \w+)?
pt motivo(?: (?:do|da|de) \w+)?
fr (?:motif|raison)(?: (?:du|de la|de) \w+)?
de (?:rückerstattungs|rückgabe|streit)?grund
it motivo(?: (?:del|della|di) \w+)?
nl reden(?: van (?:de |het )?\w+)?
pl powód(?: \w+)?
ru причина(?: \w+)?
uk причина(?: \w+)?
tr (?:iade )?(?:nedeni|sebebi)
ko (?:환불 ?|반품 ?|분쟁 ?)?사유
ja (?:返金|返品)?の?理由
ar سبب(?: \S+)?
he סיבת? ?\S*
cs důvod(?: \w+)?
""")
STATE = Words(r"""
en (?:refund |return |dispute )?status
es estado(?: (?:del|de la|de) \w+)?
pt (?:estado|status|situação)(?: (?:do|da|de) \w+)?
fr (?:statut|état)(?: (?:du|de la|de) \w+)?
de status|stand
it stato(?: (?:del|della|di) \w+)?
nl status
pl status|stan
ru статус(?: \w+)?
uk статус(?: \w+)?
tr durumu?|\w+ durumu
ko (?:환불 ?|분쟁 ?|반품 ?)?상태
ja 状態|ステータス|状況
ar (?:ال)?حالة(?: \S+)?
he סטטוס|מצב
cs stav(?: \w+)?
""")
SOLUTION = Words(r"""
en solution|(?:refund|request) type
es solución|tipo de \w+
pt solução|tipo de \w+
fr solution|type de \w+
de lösung|art der \w+
it soluzione|tipo di \w+
nl oplossing
pl rozwiązanie
ru решение
uk рішення
tr çözüm
ko 해결 ?(?:방법|방안)
ja 解決(?:方法|策)
ar الحل
he פתרון
cs řešení
""")
OPENED = Words(r"""
en (?:opened|created|applied|requested)(?: on)?|(?:application|request|creation) (?:date|time)
es fecha de (?:solicitud|apertura)
pt data d[ae] (?:solicitação|abertura)
fr date (?:de la demande|de demande|d['’]ouverture)
de (?:eröffnet|beantragt)(?: am)?|antragsdatum
it data (?:di apertura|della richiesta)
nl (?:datum van aanvraag|aangevraagd op|geopend op)
pl data (?:zgłoszenia|otwarcia)
ru дата (?:заявки|открытия|обращения)
uk дата (?:заявки|відкриття|звернення)
tr (?:başvuru|talep) tarihi
ko (?:신청|접수)(?:일시|일| 시간)
ja 申請日時?
ar تاريخ (?:الطلب|الفتح)
he תאריך (?:הבקשה|הפתיחה)
cs datum (?:žádosti|otevření)
""")
CLOSED = Words(r"""
en (?:closed|finished|completed|ended|refunded)(?: on)?|(?:closing|completion|refund) (?:date|time)
es fecha de (?:cierre|finalización|reembolso)
pt data d[eo] (?:encerramento|reembolso|conclusão)
fr date (?:de clôture|du remboursement)
de (?:geschlossen|abgeschlossen|erstattet)(?: am)?
it data (?:di chiusura|del rimborso)
nl (?:gesloten|afgerond|terugbetaald) op
pl data (?:zamknięcia|zwrotu)
ru дата (?:закрытия|возврата|завершения)
uk дата (?:закриття|повернення|завершення)
tr (?:kapanış|iade) tarihi
ko (?:종료|완료|환불)(?:일시|일)
ja (?:終了|完了|返金)日時?
ar تاريخ (?:الإغلاق|الاسترداد)
he תאריך (?:הסגירה|ההחזר)
cs datum (?:uzavření|vrácení)
""")
RETURN_ADDRESS = Words(r"""
en return (?:shipping )?address|return to|(?:seller|warehouse)(?:['’]s)? address
es dirección de devolución
pt endereço (?:de|para) devolução
fr adresse de retour
de (?:rücksende|retouren|rückgabe)adresse
it indirizzo (?:di|per il) (?:reso|restituzione)
nl retouradres
pl adres (?:do )?zwrotu
ru адрес (?:для )?возврата
uk адреса (?:для )?повернення
tr iade adresi
ko 반품 ?(?:주소|지)|반송 ?주소
ja 返品先(?:住所)?|返送先(?:住所)?
ar عنوان (?:الإرجاع|المرتجع)
he כתובת ה?החזרה
cs adresa pro vrácení
""")
TRACKING = Words(r"""
en (?:return )?tracking (?:number|no\.?|id)|(?:logistics|waybill) (?:number|no\.?)
es número de (?:seguimiento|rastreo)
pt (?:código|número) de rastre\w+
fr numéro de suivi
de sendungs(?:verfolgungs)?nummer|trackingnummer|paketverfolgungsnummer
it (?:numero|codice) di (?:tracking|tracciamento|monitoraggio|spedizione)
nl track(?:ing|\s?&\s?trace)[- ]?(?:nummer|code)
pl numer (?:śledzenia|przesyłki)
ru трек-?номер|номер отслеживания
uk трек-?номер|номер відстеження
tr (?:kargo )?takip (?:numarası|no)
ko (?:운송장|송장|추적) ?번호
ja (?:追跡|送り状|伝票)番号
ar رقم (?:التتبع|الشحنة|تتبع)
he מספר (?:ה?מעקב|משלוח)
cs sledovací číslo|číslo zásilky
""")
CARRIER = Words(r"""
en carrier|(?:logistics|shipping|courier) (?:company|provider|service)
es empresa de (?:transporte|mensajería|logística)|transportista
pt transportadora|empresa de (?:logística|transporte)
fr transporteur
de (?:versand|logistik|paket)(?:unternehmen|dienst(?:leister)?)
it corriere|vettore
nl vervoerder|bezorgdienst
pl przewoźnik|firma kurierska|kurier
ru служба доставки|перевозчик|логистическая компания
uk служба доставки|перевізник
tr kargo (?:şirketi|firması)
ko 택배사|(?:배송|운송|물류) ?(?:업체|회사)
ja 配送業者|運送会社
ar شركة (?:الشحن|النقل)
he חברת ה?(?:משלוחים|שילוח)
cs dopravce|přepravce
""")
ORDER = Words(r"""
en order (?:id|no\.?|number|#)|ref\. number
es (?:número|id) del? pedido
pt (?:número|id) do pedido
fr (?:numéro|n°) de (?:la )?commande
de bestell(?:-?nr\.?|nummer)
it (?:numero|id) (?:d['’]|dell['’])?ordine
nl bestel(?:nummer|-?nr\.?)|ordernummer
pl (?:numer|nr) zamówienia
ru номер заказа
uk номер замовлення
tr sipariş (?:numarası|no)
ko 주문 ?(?:번호|id)
ja 注文(?:番号|id)
ar رقم الطلب
he מספר ה?הזמנה
cs (?:číslo|č\.) objednávky
""")
PROPOSAL = Words(r"""
en proposal|\boffer|solution|request
es propuesta|oferta|solicitud|solución
pt proposta|oferta|solicitação|solução
fr proposition|\boffre|demande|solution
de vorschlag|angebot|antrag|anfrage|lösung
it proposta|offerta|richiesta|soluzione
nl voorstel|aanbod|verzoek|oplossing
pl propozycj|ofert|wniosek|rozwiązanie
ru предложени|запрос|решение|заявк
uk пропозиці|запит|рішення|заявк
tr teklif|talep|talebi|çözüm
ko 제안|요청
ja 提案|申請|リクエスト
ar عرض|اقتراح|طلب
he הצע[הת]|בקש[הת]|פתרון
cs návrh|nabídk|žádost|řešení
""")


def find_value(line: str, label: Words, language: str | None) -> str | None:
    """Find what stands behind a label; an empty text where the label ends its line.

    >>> find_value("Refund amount: US $3.00", AMOUNT, "en"), find_value("Refund amount", AMOUNT, None)
    ('US $3.00', '')
    >>> find_value("The refund amount is large", AMOUNT, "en") is None
    True
    """
    found = label.match(line, language)
    if found is None:
        return None
    rest = line[found.end() :].lstrip()
    if not rest:
        return ""
    return rest[1:].strip() if rest[0] in ":：" else None
