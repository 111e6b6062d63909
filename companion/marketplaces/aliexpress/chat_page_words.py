"""What classes and labels of a chat page are called.

None of it is evidenced for the rows of the buyer's page (facts known 2021-2024: the peer's name in
`.message-view-title__content`, the button `#buyer_msg_send_btn`); classes are words that builders of chats
use, labels are dictionary words, not seen on the site.
"""

from __future__ import annotations

from collections.abc import Mapping

from companion.marketplaces.aliexpress.chat_page_recalls import names_side
from companion.marketplaces.aliexpress.words import fold
from companion.model import Author

# Of the list and its rows.
MESSAGE = frozenset({"message", "messages", "msg", "msgs", "bubble", "bubbles", "chat", "im"})
OTHER_LISTS = frozenset({
    "session", "sessions", "contact", "contacts", "conversations", "inbox", "nav", "menu", "tabs", "emoji",
    "emojis", "toolbar", "recommend", "recommended", "quick", "footer", "input", "editor", "dropdown",
    "suggest", "suggestion", "suggestions",
})  # fmt: skip

# Of a row's sides. The first says who wrote, the second where it stands.
BY_NAME: Mapping[str, Author] = {
    **dict.fromkeys(("buyer", "self", "mine", "own", "sent", "send", "outgoing"), Author.BUYER),
    **dict.fromkeys(
        (
            "seller",
            "peer",
            "other",
            "others",
            "shop",
            "merchant",
            "received",
            "receive",
            "incoming",
            "opposite",
        ),
        Author.SELLER,
    ),
}
BY_PLACE: Mapping[str, Author] = {"right": Author.BUYER, "left": Author.SELLER}
ALIGNMENT = frozenset({"align", "justify", "items", "place", "content", "flex"})
BOT = frozenset({"bot", "robot", "chatbot", "autoreply"})

# Of what stands beside a message's content.
TIME = frozenset({"time", "date", "timestamp", "datetime"})
AVATAR = frozenset({"avatar", "portrait", "head", "headimg", "userpic"})
NAME = frozenset({"name", "nick", "nickname", "username", "sender", "author"})
STATE = frozenset({"status", "state", "read", "unread", "receipt", "delivered"})
BUTTON = frozenset({
    "btn", "button", "buttons", "action", "actions", "operate", "operation", "toolbar", "menu", "tooltip",
    "icon", "arrow", "loading", "spinner", "label", "toggle",
})  # fmt: skip
BESIDE = TIME | AVATAR | NAME | STATE | BUTTON

# Of what a message carries.
TRANSLATION = frozenset({"translate", "translated", "translation", "trans"})
ORIGINAL = frozenset({"original", "origin", "source"})
EMOJI = frozenset({"emoji", "emojis", "emoticon", "smiley", "face"})
SMALL = frozenset({"icon", "arrow", "flag", "badge", "logo", "tick"})
VIDEO = frozenset({"video"})
OFFER = frozenset({"refund", "coupon", "offer", "voucher"})
CARD = frozenset({"card", "audio", "voice", "file", "sticker", "attachment", "unsupported", "unknown"})
CARDS = CARD | OFFER | {"product", "goods", "listing", "order", "trade"}
SYSTEM = frozenset({"system", "notice", "notify", "notification", "tip", "tips", "announcement", "hint"})
RECALLED = frozenset({
    "recall", "recalled", "revoke", "revoked", "withdraw", "withdrawn", "retract", "retracted",
})  # fmt: skip
DIVIDER = frozenset({"divider", "separator", "split"})
MORE = frozenset({"more", "load", "loading", "loader", "spinner"})
SKELETON = frozenset({"skeleton", "placeholder", "shimmer"})
_START = (
    frozenset({"no", "more"}),
    frozenset({"nomore"}),
    frozenset({"beginning"}),
    frozenset({"history", "end"}),
)

_NO_MORE = """
    no more messages|no more message|no earlier messages|no more history|no more chat history|
    beginning of the conversation|this is the beginning of the conversation|beginning of your conversation|
    start of the conversation|all messages loaded|
    no hay más mensajes|inicio de la conversación|não há mais mensagens|início da conversa|
    plus de messages|aucun autre message|début de la conversation|
    keine weiteren nachrichten|beginn der unterhaltung|nessun altro messaggio|inizio della conversazione|
    geen berichten meer|begin van het gesprek|brak kolejnych wiadomości|początek rozmowy|
    больше нет сообщений|сообщений больше нет|начало беседы|більше немає повідомлень|початок розмови|
    başka mesaj yok|sohbetin başlangıcı|žádné další zprávy|začátek konverzace|
    더 이상 메시지가 없습니다|대화의 시작|これ以上メッセージはありません|没有更多消息|没有更多了|
    没有更多消息了|
    لا مزيد من الرسائل|لا توجد رسائل أخرى|بداية المحادثة|אין עוד הודעות|תחילת השיחה
"""
_LOADING = """
    loading|loading more|loading messages|cargando|carregando|chargement|lädt|wird geladen|laden|caricamento|
    bezig met laden|ładowanie|wczytywanie|загрузка|завантаження|yükleniyor|načítání|로드 중|로딩 중|
    読み込み中|加载中|正在加载|جار التحميل|جاري التحميل|טוען
"""
_RECALLED_WORDS = """
    recalled a message|withdrew a message|retracted a message|deleted a message|this message was recalled|
    message recalled|this message was withdrawn|message was withdrawn|this message was deleted|
    retiró un mensaje|ha retirado un mensaje|mensaje retirado|retirou uma mensagem|mensagem retirada|
    mensagem apagada|a retiré un message|message retiré|message supprimé|hat eine nachricht zurückgezogen|
    nachricht zurückgezogen|nachricht zurückgerufen|ha ritirato un messaggio|messaggio ritirato|
    heeft een bericht ingetrokken|bericht ingetrokken|wycofał wiadomość|wiadomość wycofana|
    wiadomość została wycofana|
    отозвал сообщение|отозвал(а) сообщение|сообщение отозвано|сообщение удалено|відкликав повідомлення|
    повідомлення відкликано|bir mesajı geri çekti|mesaj geri çekildi|odvolal zprávu|zpráva byla odvolána|
    메시지를 회수했습니다|회수된 메시지입니다|メッセージの送信を取り消しました|メッセージを取り消しました|
    撤回了一条消息|消息已撤回|سحب رسالة|تم سحب الرسالة|ביטל הודעה|ההודעה בוטלה
"""
_TRANSLATION_LABELS = """
    translation|translated|auto-translated|automatic translation|machine translation|traducción|traducido|
    tradução|
    traduzido|traduction|traduit|übersetzung|übersetzt|traduzione|tradotto|vertaling|vertaald|tłumaczenie|
    przetłumaczono|перевод|переведено|переклад|перекладено|çeviri|çevrildi|překlad|přeloženo|번역|번역됨|翻訳|译文|
    翻译|الترجمة|ترجمة|مترجم|תרגום|תורגם
"""
_ORIGINAL_LABELS = """
    original|original text|original message|texto original|mensaje original|texte original|message original|
    originaltext|originalnachricht|testo originale|originale|originele tekst|tekst oryginalny|oryginał|
    оригинал|исходный текст|оригінал|orijinal|orijinal metin|původní text|originál|원문|原文|النص الأصلي|
    الأصل|מקור|טקסט מקורי
"""


def _split(table: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table.replace("\n", " ").split("|"))


_NO_MORE_FORMS = _split(_NO_MORE)
_LOADING_FORMS = _split(_LOADING)
_RECALLED_FORMS = tuple(_split(_RECALLED_WORDS))
_TRANSLATION_FORMS = _split(_TRANSLATION_LABELS)
_ORIGINAL_FORMS = _split(_ORIGINAL_LABELS)
_LONGEST_LABEL = 60
_LONGEST_NOTICE = 120
_AROUND = " .:：。!-—–=·…()[]'\""


def says_start(words: frozenset[str]) -> bool:
    """Tell whether a class says that nothing is before."""
    return any(one <= words for one in _START)


def is_start(text: str) -> bool:
    """Tell whether a text says that nothing is before.

    >>> is_start("— No more messages —"), is_start("No more messages from you, please")
    (True, False)
    """
    return len(text) <= _LONGEST_LABEL and fold(text.strip(_AROUND)) in _NO_MORE_FORMS


def is_loading(text: str) -> bool:
    """Tell whether a text only says that more is on its way.

    >>> is_loading("Loading…"), is_loading("Loading dock")
    (True, False)
    """
    return len(text) <= _LONGEST_LABEL and fold(text.strip(_AROUND)) in _LOADING_FORMS


def is_recall(text: str) -> bool:
    """Tell whether a notice says that a message was taken back."""
    return len(text) <= _LONGEST_NOTICE and fold(text.strip(_AROUND)).endswith(_RECALLED_FORMS)


def is_translation_label(text: str) -> bool:
    """Tell a label above a translation."""
    return len(text) <= _LONGEST_LABEL and fold(text.strip(_AROUND)) in _TRANSLATION_FORMS


def is_original_label(text: str) -> bool:
    """Tell a label above the words that were translated."""
    return len(text) <= _LONGEST_LABEL and fold(text.strip(_AROUND)) in _ORIGINAL_FORMS


def find_label(text: str) -> str:
    """Find the end of a text that is a label of the page's own; empty where it ends in none.

    >>> find_label("Vega Store recalled a message"), find_label("Translation"), find_label("One translation")
    ('recalled a message', 'Translation', '')
    >>> find_label("You recalled a message")
    'You recalled a message'
    """
    shown = text.rstrip()
    if is_start(shown) or is_translation_label(shown) or is_original_label(shown):
        return text
    if not is_recall(shown):
        return ""
    start = next(start for start in range(len(shown) - 1, -1, -1) if is_recall(shown[start:]))
    return text if names_side(text[:start]) else text[start:]
