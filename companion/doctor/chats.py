"""Are conversations kept, and what of them is out of reach?"""

from __future__ import annotations

from companion.doctor.finding import Verdict, make_ok, make_warning
from companion.doctor.surroundings import Surroundings
from companion.protection.wording import (
    UNHEARD,
    UNHEARD_NEXT,
    age_words,
    count_words,
    undecoded_words,
    unknown_card_words,
)
from companion.store import Store
from companion.store.advice import make_next_action

_MOST_CARDS = 5


def check_conversations(_around: Surroundings, store: Store) -> Verdict:
    """How many conversations are kept, and what nobody can hear of them: no fault, and worth knowing."""
    count = store.condition.count_conversations()
    kept = f"{count_words(count, 'conversation')} kept" if count else "no conversation is kept yet"
    cards = {one.name: one.count for one in store.condition.unknown_cards(_MOST_CARDS)}
    unknown = f" {unknown_card_words(cards)}" if cards else ""
    return make_ok(f"{kept}.{unknown} {UNHEARD} {UNHEARD_NEXT}")


def check_frames(around: Surroundings, store: Store) -> Verdict:
    """What came over a chat's own connection was decoded."""
    undecoded = store.condition.undecoded_frames()
    if not undecoded:
        return make_ok("all that came over a chat's own connection was decoded")
    says = " ".join(undecoded_words(one.count, one.marketplace) for one in undecoded)
    newest = age_words(max(one.last_at for one in undecoded), around.now)
    return make_warning(f"{says} The newest came {newest}", make_next_action("frame"))
