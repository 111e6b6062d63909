"""Sentences of a seller that a buyer may need again are found, and everyday talk is left alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from companion.errors import InputError
from companion.model import Author, Message, MessageKind
from companion.protection.bookmarks import BookmarkKind, find_bookmarks, load_bookmarks, parse_bookmarks

K = BookmarkKind
LANGUAGES = {"en", "es", "pt", "fr", "de", "it", "pl", "ru"}

# All invented. One sentence for each kind and language.
SAID = (
    (K.CONFIRM_EARLY, "en", "Dear friend, could you please confirm the receipt first?"),
    (K.CONFIRM_EARLY, "en", "You can confirm your order now and we will help you."),
    (K.CONFIRM_EARLY, "es", "Por favor, confirme la recepción del pedido."),
    (K.CONFIRM_EARLY, "pt", "Por favor confirme o recebimento do pedido."),
    (K.CONFIRM_EARLY, "fr", "Merci de confirmer la réception de la commande."),
    (K.CONFIRM_EARLY, "de", "Bitte bestätigen Sie den Empfang der Ware."),
    (K.CONFIRM_EARLY, "it", "Per favore confermi la ricezione del pacco."),
    (K.CONFIRM_EARLY, "pl", "Proszę potwierdzić odbiór paczki."),
    (K.CONFIRM_EARLY, "ru", "Пожалуйста, подтвердите получение заказа."),
    (K.ASKS_TO_WAIT, "en", "Please wait another 15 days, it is on its way."),
    (K.ASKS_TO_WAIT, "es", "Espere unos 10 días más, por favor."),
    (K.ASKS_TO_WAIT, "pt", "Aguarde mais alguns dias."),
    (K.ASKS_TO_WAIT, "fr", "Veuillez patienter encore quelques jours."),
    (K.ASKS_TO_WAIT, "de", "Können Sie noch 10 Tage warten?"),
    (K.ASKS_TO_WAIT, "it", "Può aspettare ancora 7 giorni?"),
    (K.ASKS_TO_WAIT, "pl", "Proszę poczekać jeszcze kilka dni."),
    (K.ASKS_TO_WAIT, "ru", "Подождите ещё несколько дней."),
    (K.CLOSE_DISPUTE, "en", "Can you cancel the dispute? We will send the money later."),
    (K.CLOSE_DISPUTE, "en", "Please don't open a dispute."),
    (K.CLOSE_DISPUTE, "es", "Cancele la disputa, por favor."),
    (K.CLOSE_DISPUTE, "pt", "Pode fechar a disputa?"),
    (K.CLOSE_DISPUTE, "fr", "Pouvez-vous annuler le litige ?"),
    (K.CLOSE_DISPUTE, "de", "Können Sie den Streitfall schließen?"),
    (K.CLOSE_DISPUTE, "it", "Può chiudere la controversia?"),
    (K.CLOSE_DISPUTE, "pl", "Czy może Pan anulować spór?"),
    (K.CLOSE_DISPUTE, "ru", "Закройте, пожалуйста, спор."),
    (K.OFF_PLATFORM, "en", "Add me on WhatsApp, it is faster."),
    (K.OFF_PLATFORM, "en", "Please write me by email."),
    (K.OFF_PLATFORM, "es", "Escríbanos por correo electrónico."),
    (K.OFF_PLATFORM, "pt", "Contate-nos por e-mail."),
    (K.OFF_PLATFORM, "fr", "Contactez-moi par mail."),
    (K.OFF_PLATFORM, "de", "Schreiben Sie uns eine E-Mail."),
    (K.OFF_PLATFORM, "it", "Mi scriva: contattare via e-mail."),
    (K.OFF_PLATFORM, "pl", "Napisz na e-mail."),
    (K.OFF_PLATFORM, "ru", "Напишите нам в вотсап."),
    (K.PROMISES_DELIVERY, "en", "The parcel will arrive before next Monday."),
    (K.PROMISES_DELIVERY, "en", "We can resend it for you."),
    (K.PROMISES_DELIVERY, "es", "El paquete llegará la próxima semana."),
    (K.PROMISES_DELIVERY, "pt", "O pacote vai chegar em breve."),
    (K.PROMISES_DELIVERY, "fr", "Vous allez recevoir le colis demain."),
    (K.PROMISES_DELIVERY, "de", "Das Paket wird nächste Woche ankommen."),
    (K.PROMISES_DELIVERY, "it", "Il pacco arriverà presto."),
    (K.PROMISES_DELIVERY, "pl", "Paczka dotrze w tym tygodniu."),
    (K.PROMISES_DELIVERY, "ru", "Посылка придёт на следующей неделе."),
    (K.PROMISES_REFUND, "en", "We can offer you a partial refund of $3."),
    (K.PROMISES_REFUND, "es", "Le reembolsaremos el dinero."),
    (K.PROMISES_REFUND, "pt", "Vamos reembolsar o valor."),
    (K.PROMISES_REFUND, "fr", "Nous vous rembourserons."),
    (K.PROMISES_REFUND, "de", "Wir erstatten Ihnen den Betrag: Rückerstattung von 3 Euro."),
    (K.PROMISES_REFUND, "it", "La rimborseremo."),
    (K.PROMISES_REFUND, "pl", "Zwrócimy Panu pieniądze."),
    (K.PROMISES_REFUND, "ru", "Мы вернём вам деньги."),
    (K.PROMISES_GIFT, "en", "We will send you a free gift."),
    (K.PROMISES_GIFT, "es", "Le enviaremos un regalo."),
    (K.PROMISES_GIFT, "pt", "Enviaremos um brinde para você."),
    (K.PROMISES_GIFT, "fr", "Un cadeau pour vous à la prochaine commande."),
    (K.PROMISES_GIFT, "de", "Ein Geschenk für Sie bei der nächsten Bestellung."),
    (K.PROMISES_GIFT, "it", "Le daremo uno sconto."),
    (K.PROMISES_GIFT, "pl", "Wyślemy prezent."),
    (K.PROMISES_GIFT, "ru", "Подарок для вас к следующему заказу."),
    (K.PROMISES_RETURN_POSTAGE, "en", "We will pay the return postage."),
    (K.PROMISES_RETURN_POSTAGE, "es", "Pagaremos los gastos de devolución."),
    (K.PROMISES_RETURN_POSTAGE, "pt", "Pagaremos o frete da devolução."),
    (K.PROMISES_RETURN_POSTAGE, "fr", "Nous payons les frais de retour."),
    (K.PROMISES_RETURN_POSTAGE, "de", "Die Rücksendekosten zahlen wir."),
    (K.PROMISES_RETURN_POSTAGE, "it", "Paghiamo noi le spese di reso."),
    (K.PROMISES_RETURN_POSTAGE, "pl", "Pokryjemy koszt zwrotu."),
    (K.PROMISES_RETURN_POSTAGE, "ru", "Мы оплатим обратную пересылку."),
    (K.PROMISES_GENUINE, "en", "It is 100% original, dear."),
    (K.PROMISES_GENUINE, "es", "Son productos originales."),
    (K.PROMISES_GENUINE, "pt", "É 100% original."),
    (K.PROMISES_GENUINE, "fr", "Nos produits sont authentiques."),
    (K.PROMISES_GENUINE, "de", "Die Ware ist echt."),
    (K.PROMISES_GENUINE, "it", "Il prodotto è originale."),
    (K.PROMISES_GENUINE, "pl", "Produkt jest oryginalny."),
    (K.PROMISES_GENUINE, "ru", "Это оригинал."),
    (K.CONFIRM_EARLY, "zh", "亲，请先确认收货。"),
    (K.ASKS_TO_WAIT, "zh", "请您再等十五天。"),
    (K.CLOSE_DISPUTE, "zh", "请取消纠纷。"),
    (K.PROMISES_DELIVERY, "zh", "我们给您补发。"),
    (K.PROMISES_REFUND, "zh", "我们给您退款。"),
    (K.PROMISES_GIFT, "zh", "下次送您礼物。"),
    (K.PROMISES_RETURN_POSTAGE, "zh", "退货的运费我们出。"),
    (K.PROMISES_GENUINE, "zh", "保证正品。"),
    (K.TRACKING_IN_CHAT, "en", "The new number is LP00512345678CN."),
)
UNREMARKABLE = (
    "Hello dear friend, thank you for your message.",
    "Which colour do you want?",
    "The size is 36, please check the picture.",
    "We have shipped your order, here is a photo of the parcel.",
    "Order 8200000000000117 is being packed.",
    "Thank you for waiting.",
    "Guten Tag, welche Farbe möchten Sie?",
    "Здравствуйте, какой цвет вам нужен?",
    "Buenos días, ¿qué talla necesita?",
    "Bonjour, quelle taille voulez-vous ?",
)


def say(text: str, author: Author | None = Author.SELLER) -> Message:
    """Make a message."""
    return Message("1", author, None, None, MessageKind.TEXT, text, None, (), recalled=False)


@pytest.mark.parametrize(("kind", "language", "sentence"), SAID, ids=[f"{k}-{lang}" for k, lang, _ in SAID])
def test_a_sentence_is_found(kind: BookmarkKind, language: str, sentence: str) -> None:
    """Every kind is found in every language, with its sentence as the quote and somebody who says why."""
    found = {one.kind: one for one in find_bookmarks(say(f"Hello. {sentence}"))}
    assert kind in found, language
    assert found[kind].quote in sentence
    assert found[kind].source.endswith(")")


@pytest.mark.parametrize("sentence", UNREMARKABLE)
def test_everyday_talk_gets_no_bookmark(sentence: str) -> None:
    """What sellers say all day is not marked."""
    assert () == find_bookmarks(say(sentence))


def test_every_rule_speaks_every_language() -> None:
    """No rule lacks a language that the others have."""
    assert [] == [rule.row.kind for rule in load_bookmarks() if not rule.row.words.keys() >= LANGUAGES]


def test_the_examples_cover_every_rule() -> None:
    """Each kind has an example in each language; a tracking number needs none."""
    wanted = {(kind, language) for kind in K for language in LANGUAGES} - {
        (K.TRACKING_IN_CHAT, language) for language in LANGUAGES - {"en"}
    }
    assert set() == wanted - {(kind, language) for kind, language, _ in SAID}


@pytest.mark.parametrize("author", [Author.BUYER, Author.PLATFORM, None])
def test_only_the_sellers_words_are_marked(author: Author | None) -> None:
    """The buyer's own words, the platform's, and those of nobody in particular get no bookmark."""
    assert () == find_bookmarks(say(SAID[0][2], author))


def test_the_robot_speaks_for_the_seller() -> None:
    """What the platform's robot wrote in the seller's name is marked like the seller's words."""
    assert find_bookmarks(say(SAID[0][2], Author.BOT))


def test_what_was_written_counts_beside_its_translation() -> None:
    """A sentence is found in the original too, where the translation shown says it otherwise."""
    message = replace(say("A translation that says something else."), original_text=SAID[1][2])
    assert [K.CONFIRM_EARLY] == [one.kind for one in find_bookmarks(message)]


def test_a_declared_tracking_number_is_none_of_the_chat() -> None:
    """A number that the order shows is not one given only in the chat."""
    assert () == find_bookmarks(say("The number is lp00512345678cn."), declared=["LP00512345678CN"])


@pytest.mark.parametrize("filler", ["please ", "long", "1", "a.", "@", "a@", "confirm ", "х", "refund not "])
def test_a_long_message_ends(filler: str) -> None:
    """A line of 100 kB that nearly fits is looked through within a bound."""
    assert () == find_bookmarks(say((filler * 100_000)[:100_000]))


def test_no_expression_begins_with_what_repeats_without_end() -> None:
    """Such an expression is tried anew from each character, so one long word would hold up everything."""
    without_end = re.compile(r"(?:\(\?:)?(?:\[[^\]]*\]|\\?[\w.])(?:[*+]|\{\d*,\})")
    found = [
        one.pattern for rule in load_bookmarks() for one in rule.patterns if without_end.match(one.pattern)
    ]

    assert [] == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[bookmark]", "b.toml"),
        ('[[bookmark]]\nkind = "x"\nlabel = ""\nwhy = ""\nsource = ""\nwords = {}', "Invalid enum"),
        (
            '[[bookmark]]\nkind = "off_platform"\nlabel = ""\nwhy = ""\nsource = ""\nwords = {en = ["("]}',
            "missing )",
        ),
        ("[[bookmark]]\nmore = 1", "unknown field"),
    ],
    ids=["no TOML", "unknown kind", "no expression", "unknown field"],
)
def test_a_broken_file_is_refused(text: str, says: str) -> None:
    """A file that cannot be meant is refused as a whole, and the message tells where."""
    with pytest.raises(InputError, match=says.replace(")", r"\)")):
        parse_bookmarks(text, "b.toml")
