"""The words of returns and disputes, a line for each language, as regular expressions.

Seen on the site: "AliExpress의 피드백을 기다리는 중입니다.", "환불 완료", "요청 완료" (ko, 2026) and
"Спор закрыт" (ru, 2021). All others are dictionary words, not seen on the site: they only ever sort a
sentence that stands on the page of a dispute, and its quote is kept.
"""

from __future__ import annotations

import re


class Words:
    """Words for one thing in many languages: those of the page's language and English, else all."""

    def __init__(self, table: str) -> None:
        rows = (line.partition(" ") for line in table.strip().splitlines())
        own = {language: pattern for language, _, pattern in rows}
        self._all = re.compile("|".join(own.values()), re.IGNORECASE)
        self._own = {
            language: re.compile(f"{own['en']}|{pattern}", re.IGNORECASE) for language, pattern in own.items()
        }

    def search(self, text: str, language: str | None) -> re.Match[str] | None:
        """Find the first of the words in a text."""
        return self._choose(language).search(text)

    def match(self, text: str, language: str | None) -> re.Match[str] | None:
        """Find one of the words at the start of a text."""
        return self._choose(language).match(text)

    def _choose(self, language: str | None) -> re.Pattern[str]:
        name = (language or "").replace("_", "-").lower().partition("-")[0]
        return self._own.get(name, self._all)


SELLER = Words(r"""
en seller|merchant
es vendedor
pt vendedor
fr vendeur
de verkäufer|händler
it venditore
nl verkoper
pl sprzeda[wj]
ru продав
uk продав
tr satıcı
ko 판매자|셀러
ja 出品者|販売者|セラー
ar البائع
he מוכר
cs prodejc|prodávaj
""")
BUYER = Words(r"""
en \byou(?:rs?)?\b|\bbuyer|\bmy\b
es \bcomprador|\btus?\b|\bsu (?:respuesta|acción)|\busted|\btienes?\b|\bresponda|\bresponde\b|\bdebes?\b
pt \bcomprador|\bvoc[êe]|\bsu(?:a|as|eu|eus)\b|\bresponda|\bdeve\b
fr \bvous\b|\bvotre|\bvos\b|\bacheteur|\brépondez
de (?-i:\bSie\b)|(?-i:\bIhre?[rnms]?\b)|\bkäufer|\bdu\b|\bdeine?
it \btu[oa]?\b|\bhai\b|\bacquirente|\brispondi\b
nl \bje\b|\bjouw?\b|\buw?\b|\bkoper|\breageer\b
pl \bmasz\b|\btwoj|\btwój|\bkupując|\bodpowiedz\b
ru \bвы\b|\bвас\b|\bваш|\bвам\b|покупател|\bответьте\b
uk \bви\b|\bвас\b|\bваш|\bвам\b|покупц|\bвідповідайте\b
tr \bsiz|\balıcı|nızı?\b|yanıtlay[ıi]n
ko 구매자|귀하|고객님
ja 購入者|お客様|あなた
ar المشتري|عليك|لديك|ردك|يمكنك
he קונה|עליך|תגובתך|שלך|ברשותך
cs \bvy\b|\bvaš|\bmáte\b|\bmusíte\b|kupující|\bodpovězte\b
""")
PLATFORM = Words(r"""
en aliexpress|\bplatform|\bmediat|\barbitrat
es \bplataforma
pt \bplataforma
fr \bplateforme
de \bplattform
it \bpiattaforma
ru платформ
uk платформ
ko 플랫폼|알리
ja プラットフォーム
ar المنصة
he פלטפורמה
""")
PLEASE = Words(r"""
en \bplease\b
es \bpor favor
pt \bpor favor
fr \bveuillez|s'il vous plaît
de \bbitte\b
it \bper favore
nl \balstublieft
pl \bprosz[ęe]
ru \bпожалуйста|\bпросим
uk \bбудь ласка
tr \blütfen
ko 주세요|하십시오|바랍니다
ja ください|下さい
ar يرجى|الرجاء
he אנא|נא\s
cs \bprosím
""")
WAITING = Words(r"""
en \bwait|\bawait|\bpending\b
es \besper(?:a|e|an)|\bpendiente
pt \baguard|\bpendente|\besper(?:a|e)
fr \battente|\battend
de \bwarte?[nt]?|\bausstehend
it \battesa|\battend
nl \bwacht|\bafwachting
pl \boczekuj|\bczeka
ru \bожида|\bжд[её]
uk \bочіку|\bчека
tr \bbekl
ko 기다리|대기
ja 待ち|待って
ar انتظار
he ממתין|המתנה
cs \bček
""")
OVER = Words(r"""
en \b(?:closed|finished|completed|cancell?ed|refunded|ended|resolved|withdrawn)\b|\bsuccess
es \b(?:cerrad|finalizad|completad|cancelad|reembolsad|terminad)
pt \b(?:encerrad|fechad|finalizad|concluíd|cancelad|reembolsad)
fr \b(?:fermée?|close?|terminée?|remboursée?)\b|\bclôtur|\bannul
de geschlossen|\b(?:beendet|storniert|erstattet|abgebrochen)
it \b(?:chius|conclus|terminat|rimborsat|completat|annullat)[oa]
nl \b(?:gesloten|afgerond|voltooid|geannuleerd|terugbetaald|beëindigd)
pl \b(?:zamknię|zakończ|anulowan|zwrócon)
ru \b(?:закрыт|заверш|отмен[её]н|возвращен)
uk \b(?:закрит|заверш|скасован|повернен[оі])
tr \b(?:kapand|kapatıld|kapalı|tamamland|iptal edil|iade edildi)
ko 종료|(?<!요청 )완료|취소
ja 終了|完了|キャンセル|返金済
ar مغلق|مكتمل|إغلاق|انته|ملغ|تم رد|تم استرداد
he נסגר|הסתיים|הושלם|בוטל|הוחזר
cs \b(?:uzavřen|dokončen|zrušen|ukončen)|\bvrácen[ay]?\b
""")
UNDER_WAY = Words(r"""
en \bin progress\b|\bprocessing\b|\breview|\bnegotiat|\bopen(?:ed)?\b|\bto be returned
es \ben curso\b|\bproces|\brevisión|\babiert
pt \bem andamento\b|\bem análise\b|\bproces|\babert
fr \ben cours\b|\btraitement|\bouvert
de \bbearbeitung|\bläuft\b|\bprüf|\boffen\b|eröffnet
it \bin corso\b|\belaborazione|\bapert[oa]
nl \bin behandeling|\bbezig\b
pl \bw trakcie|\bw toku|\botwart
ru \bрассм|\bобраб|\bоткрыт
uk \bрозгля|\bобробц|\bвідкрит
tr \bişlen|\bdevam|\bincelen|\baçı[kl]
ko 진행|처리 ?중|검토
ja 処理中|進行中|審査中
ar قيد|جار
he בתהליך|בטיפול|פתוח
cs \bprobíh|\bzpracov|\botevřen
""")
EVIDENCE = Words(r"""
en \bevidence|\bproofs?\b
es \bevidencia|\bpruebas?\b
pt \bevidência|\bprovas?\b
fr \bpreuve
de \bbeweis|\bnachweis
it \bprov[ae]\b
nl \bbewijs
pl \bdow[oó]d
ru доказ
uk доказ
tr \bkanıt
ko 증거|증빙
ja 証拠
ar دليل|أدلة|إثبات
he ראיות|הוכח
cs \bdůkaz
""")
SEND_BACK = Words(r"""
en \b(?:ship|send|post)\w*\b.{0,40}\b(?:back|return)|\breturn\b.{0,40}\b(?:item|goods|product|parcel|package)
es \b(?:devolver|devuelv)|\benv[ií]\w*.{0,40}\bdevolu|\bdevolu\w*.{0,40}\b(?:env|paquete|producto|seguimiento)
pt \bdevolv|\benvi\w*.{0,40}\b(?:devolu|volta)|\bdevolu\w*.{0,40}\b(?:envi|produto|pacote|rastre)
fr \brenvo[iy]|\bretourne|\bretour\b.{0,40}\b(?:colis|article|suivi)
de \bzurück.{0,3}(?:send|schick)|\brücksend|\bsende\w*.{0,40}\bzurück
it \brestitu|\brispedi|\breso\b
nl \bterug.{0,3}stu|\bretour(?:ne|zend|stu)|\bstuur.{0,40}\bterug
pl \bodesł|\bodeślij|\bzwrot\w*.{0,40}\b(?:towar|przesył|paczk)|\bzwróć
ru \bотправ\w*.{0,40}(?:обратно|возврат)|\bверни\w* товар|\bвернуть товар
uk \bнадішл\w*.{0,40}(?:назад|повернен)|\bповерн(?:іть|ути) товар
tr \biade\b.{0,40}(?:gönder|kargo)|\bgeri gönder
ko 반송|반품.{0,20}(?:발송|보내|배송|상품)
ja 返送|返品
ar إرجاع.{0,30}(?:المنتج|السلعة|الطرد)|أعد إرسال|إعادة المنتج
he החזר.{0,6}(?:מוצר|פריט|חבילה)|שלח.{0,30}חזרה|להחזיר את
cs \bvra[tť]\w*.{0,30}\b(?:zbož|zásilk|balí)|\bvrátit zbož|(?:odešl|pošl)\w*.{0,30}\bzpět
""")
ANSWER = Words(r"""
en \brespon[ds]|\brepl(?:y|ies)\b|\banswer|\baccept|\breject|\bagree
es \brespuesta|\bresponde|\bresponda|\bacept|\brechaz
pt \bresposta|\bresponde|\bresponda|\baceit|\brecus|\brejeit
fr \brépon|\baccept|\brefus
de antwort|\breagier|\bannehm|\bakzept|\bablehn
it \brispo|\baccett|\brifiut
nl \breage|\bantwoord|\baccepte|\bweiger|\bafwij
pl \bodpow|\bzaakcept|\bodrzu
ru \bответ|\bприня|\bприми|\bотклон
uk \bвідпов|\bприйн|\bвідхил
tr \byanıt|\bcevap|\bkabul|\bredd
ko 응답|답변|수락|거절
ja 回答|返答|返信|承諾|同意|拒否
ar الرد|ردك|رد على|قبول|رفض
he להגיב|תגוב|תגיב|לאשר|לקבל|לדחות
cs \bodpov|\bpřij|\bodmít|\bzamít
""")
ASKING = Words(r"""
en \bupload|\bprovid|\bsubmit|\bhand in|\badd\b|\bsend\b|\brequest|\bneed
es \bsub[ae]\b|\bproporcion|\bpresent|\benví
pt \bforne[cç]|\benvi|\bapresent|\badicion
fr \bfourni|\bajout|\bsoumett|\benvoy
de hochladen|\breichen|\bladen sie|einreich|\bbereit
it \bcaric|\bforni|\binvia|\bpresent
nl \bupload|\bstuur|\bdien\b|\blever
pl \bprześl|\bdostarcz|\bdodaj
ru \bзагруз|\bпредостав|\bдобав
uk \bзавантаж|\bнадай|\bдодай
tr \byükle|\bsun|\bekle
ko 업로드|제출|제공
ja アップロード|提出|提供
ar تحميل|رفع|تقديم
he העל|הגש|ספק
cs \bnahr|\bpředlož|\bdolož
""")
LEFT = Words(r"""
en \bleft\b|\bremain|\bcountdown
es \bquedan?\b|\bfaltan?\b|\brestante
pt \brest(?:a|am|ante)|\bfaltam?\b
fr \breste|\brestant
de \bverbleib|\bnoch\b|\brestlich|\bübrig
it \brimanent|\brimang
nl \bresterend|\bnog\b
pl \bpozosta
ru \bостал
uk \bзалиш
tr \bkalan
ko 남은|남음|남았
ja 残り
ar متبق
he נותר
cs \bzbýv
""")
