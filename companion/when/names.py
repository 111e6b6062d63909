"""Names of months and week days in the languages the sites speak."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

_SHORTEST_MONTH = 3

# January to December; a bar parts forms of one name. A name is also known by its first letters, from three
# on, so that only abbreviations that are no beginnings ("mrt") stand here.
_MONTHS: Mapping[str, str] = {
    "en": "january february march april may june july august september october november december",
    "pt": "janeiro fevereiro março|marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre "
    "diciembre",
    "de": "januar|jänner februar märz|mrz april mai juni juli august september oktober november dezember",
    "fr": "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre "
    "décembre|decembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "pl": "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja czerwca|czerwiec lipca|lipiec "
    "sierpnia|sierpień września|wrzesień października|październik listopada grudnia|grudzień",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen|čvn července|čvc "
    "srpna|srpen září října|říjen listopadu prosince",
    "ru": "января|январь февраля марта апреля мая|май июня|июнь июля|июль августа сентября октября ноября "
    "декабря",
    "uk": "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень "
    "липня|липень серпня|серпень вересня|вересень жовтня|жовтень листопада грудня|грудень",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "az": "yanvar fevral mart aprel may iyun|iyn iyul|iyl avqust sentyabr oktyabr noyabr dekabr",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "ar": "يناير فبراير مارس أبريل|ابريل مايو|ماي يونيو يوليو|يوليوز أغسطس|اغسطس|غشت سبتمبر|شتنبر "
    "أكتوبر|اكتوبر نوفمبر|نونبر ديسمبر|دجنبر",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
}

# Monday to Sunday, known by their first letters from two on (one in Korean and Japanese).
_WEEK_DAYS: Mapping[str, str] = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "pt": "segunda terça|terca quarta quinta sexta sábado|sabado domingo",
    "es": "lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek|pn wtorek środa|śr czwartek|cz piątek|pt sobota niedziela|nd",
    "ru": "понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб воскресенье",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "uk": "понеділок|пн вівторок|вт середа|ср четвер|чт пʼятниця|п'ятниця|пт субота|сб неділя|нд",
    "ar": "الاثنين|الإثنين|اثنين الثلاثاء|ثلاثاء الأربعاء|أربعاء الخميس|خميس الجمعة|جمعة السبت|سبت الأحد|أحد",
    "he": "שני שלישי רביעי חמישי שישי שבת ראשון",
    "tr": "pazartesi|pzt salı çarşamba|çar perşembe|per cuma cumartesi|cmt pazar|paz",
    "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "zh": "星期一|周一|週一 星期二|周二|週二 星期三|周三|週三 星期四|周四|週四 星期五|周五|週五 "
    "星期六|周六|週六 星期日|星期天|周日|週日|周天",
}

_DAY_FIRST = frozenset(
    ["pt", "es", "de", "fr", "it", "nl", "pl", "cs", "ru", "uk", "tr", "az", "id", "ar", "he"]
    + [f"en-{region}" for region in ("gb", "au", "nz", "ie", "in", "za")]
)
_MONTH_FIRST = frozenset(["en-us"])


def find_month(word: str, language: str | None) -> int | None:
    """Find the one month that a word names, 1 to 12.

    English names are known on every page: sites fall back to them.

    >>> find_month("Sept.", "en_US"), find_month("дек", None), find_month("jui", "fr"), find_month("of", None)
    (9, 12, None, None)
    """
    name = _fold(word)
    if len(name) < _SHORTEST_MONTH:
        return None
    forms = tuple(_forms(_MONTHS, language))
    # A whole name decides: the Czech for June is how the one for July begins.
    exact = {number for number, form in forms if form == name}
    found = exact or {number for number, form in forms if form.startswith(name)}
    return found.pop() if len(found) == 1 else None


def find_week_day(word: str, language: str | None) -> int | None:
    """Find the one week day that a word names, 0 for Monday, or None where no or several days fit.

    >>> find_week_day("Tue", "en_US"), find_week_day("qui.", "pt_BR"), find_week_day("do", None)
    (1, 3, None)
    """
    name = _fold(word)
    if len(name) < (1 if name[:1] >= "\u3040" else 2):
        return None
    forms = tuple(_forms(_WEEK_DAYS, language))
    exact = {number for number, form in forms if form == name}
    found = exact or {number for number, form in forms if form.startswith(name)}
    return found.pop() - 1 if len(found) == 1 else None


def is_day_first(language: str | None) -> bool | None:
    """Tell whether 3/4 is the third of April in a page's language; None where the language does not decide.

    >>> is_day_first("de"), is_day_first("en_US"), is_day_first("en"), is_day_first("pt-BR")
    (True, False, None, True)
    """
    tag = (language or "").replace("_", "-").lower()
    for name in (tag, tag.partition("-")[0]):
        if name in _DAY_FIRST or name in _MONTH_FIRST:
            return name in _DAY_FIRST
    return None


def _forms(table: Mapping[str, str], language: str | None) -> Iterator[tuple[int, str]]:
    own = (language or "").replace("_", "-").lower().partition("-")[0]
    languages = {own, "en"} if own in table else set(table)
    for name in languages:
        for number, forms in enumerate(table[name].split(), start=1):
            for form in forms.split("|"):
                yield number, form


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().rstrip(".׳'")
