"""What is said in the invented conversation: texts about parcels, in several languages and scripts.

A line is (who, words) or (who, translation, words as written); `b` is the buyer, `s` the seller, `r` the
platform's robot in the seller's name, `p` the platform. Pictures and cards are lines of one word in capitals.
"""

from __future__ import annotations

LINES: tuple[tuple[str, ...], ...] = (
    ("b", "Hello"),
    ("b", "Hello"),
    ("r", "Thank you for your message. Our shop answers within 24 hours."),
    ("s", "Dear friend, the parcel leaves our warehouse tomorrow 😊"),
    ("b", "Thanks! Which carrier will bring it?"),
    ("b", "ORDER"),
    ("s", "PRODUCT"),
    ("s", "Please wait 15 days more, customs is slow this week.", "请再等十五天，这周海关比较慢。"),
    ("b", "¿Dónde está mi paquete? El seguimiento no cambia desde hace nueve días."),
    ("s", "Tracking number {number}"),
    ("b", "IMAGE"),
    ("b", "The box arrived open.\nOne corner is torn,\nand the lid is missing."),
    ("s", "RECALLED"),
    ("s", "Посылка уже в пути, подождите, пожалуйста."),
    ("b", "שלום, החבילה עדיין לא הגיעה"),
    ("s", "ok"),
    ("p", "NOTICE"),
    ("s", "VIDEO"),
    ("b", "📦📦"),
    ("s", "OFFER"),
    ("b", "No, thank you. I would like to wait for parcel {place} first."),
    ("s", "Take your time, friend.", "Не торопитесь, друг."),
    ("b", "IMAGE"),
    ("s", "包裹已送达驿站"),
    ("b", "Ist das Paket {place} bei der Post angekommen? Laut Verfolgung liegt es noch im Lager."),
    ("s", "UNKNOWN"),
    ("s", "هل وصل الطرد؟"),
    ("b", "Yes"),
    ("b", "Yes"),
    ("r", "Did this answer help you?"),
    ("s", "Long answer about parcel {place}: it was packed on Monday, labelled on Tuesday, handed to the "
          "carrier on Wednesday, weighed at the airport on Thursday, and has been waiting for a place on an "
          "aeroplane since; we look at it every day and tell you as soon as anything moves."),
    ("b", "👍"),
    ("b", "Bonjour, le colis n° {place} est bien arrivé, merci beaucoup !"),
    ("s", "Jest już na poczcie? Proszę sprawdzić."),
    ("b", "RECALLED"),
    ("s", "이 소포는 내일 도착합니다"),
    ("b", "A <b>bold</b> & \"quoted\" word, =1+1"),
)  # fmt: skip

# Seconds between a line and the next: mostly a talk, with a pause of hours or a night in between.
PAUSES: tuple[int, ...] = (
    *(8, 31, 70, 340, 45, 20, 2_900, 95, 64, 130, 12, 610),
    *(41_000, 75, 33, 25, 880, 140, 9, 66, 52, 19_500, 110),
)
NOTICE = "For your safety, keep all talk about parcel {place} on this site."
