"""The words by which messengers say a day without its date: "yesterday", halves of the day, "at".

Dictionary words in the languages the sites speak, not seen on the sites.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

# Today, yesterday, the day before; a bar parts forms of one word, a semicolon the days.
_DAYS_BACK: Mapping[str, str] = {
    "en": "today; yesterday; the day before yesterday",
    "es": "hoy; ayer; anteayer|antes de ayer",
    "pt": "hoje; ontem; anteontem|antes de ontem",
    "fr": "aujourd'hui; hier; avant-hier",
    "de": "heute; gestern; vorgestern",
    "it": "oggi; ieri; l'altro ieri|ieri l'altro|avantieri",
    "nl": "vandaag; gisteren; eergisteren",
    "pl": "dziś|dzisiaj; wczoraj; przedwczoraj",
    "ru": "сегодня; вчера; позавчера",
    "uk": "сьогодні; вчора|учора; позавчора",
    "tr": "bugün; dün; evvelsi gün|önceki gün",
    "cs": "dnes; včera; předevčírem",
    "ko": "오늘; 어제; 그저께|그제",
    "ja": "今日|本日; 昨日|きのう; 一昨日|おととい",
    "zh": "今天|今日; 昨天|昨日; 前天",
    "ar": "اليوم; أمس|امس|الأمس|البارحة; أول أمس|أول من أمس",
    "he": "היום; אתמול; שלשום",
}

# Halves of the day beside a clock of twelve hours.
MORNING = ("am", "a.m.", "上午", "凌晨", "早上", "清晨", "오전", "午前", "öö", "ص", "صباحا", "صباحًا")
AFTERNOON = ("pm", "p.m.", "下午", "晚上", "中午", "傍晚", "오후", "午後", "ös", "م", "مساء", "مساءً")

# What may stand between day and clock; it says nothing.
_BETWEEN = """
    at on um uhr h à a las los el la às as alle ore il le o w dnia g godz в о об saat ve v dne kl de del om op
    في الساعة يوم ב בשעה ה יום в. г. р. год года року
"""
BETWEEN = frozenset(_BETWEEN.split())


def find_days_back(phrase: str, language: str | None) -> int | None:
    """Find how many days ago a phrase says that it was; English is known on every page.

    >>> find_days_back("Gestern", "de"), find_days_back("ayer", None), find_days_back("hier", "de")
    (1, 1, None)
    """
    own = (language or "").replace("_", "-").lower().partition("-")[0]
    names = (own, "en") if own in _DAYS_BACK else tuple(_DAYS_BACK)
    folded = fold(phrase)
    found = {
        back
        for name in names
        for back, forms in enumerate(_DAYS_BACK[name].split("; "))
        if folded in forms.split("|")
    }
    return found.pop() if len(found) == 1 else None


def fold(text: str) -> str:
    """Give a text as it is compared."""
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'")
