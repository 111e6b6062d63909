"""The corpus itself: the same for the same seed, and as wide as it says."""

from __future__ import annotations

from collections import Counter

from tests.corpus.captures import make_captures
from tests.corpus.conftest import TODAY
from tests.corpus.corpus import Corpus, make_corpus
from tests.corpus.lives import Stage
from tests.corpus.visits import Kind, Trouble


def test_the_same_seed_gives_the_same_captures(corpus: Corpus) -> None:
    """Drawn again, the corpus holds the very same captures; another seed gives others."""
    first = list(make_captures(corpus))
    assert first == list(make_captures(make_corpus(today=TODAY)))
    assert first != list(make_captures(make_corpus(seed=2, today=TODAY)))


def test_three_hundred_orders_of_all_fates(corpus: Corpus) -> None:
    """There are as many orders as asked for, each id once, and every stage is somebody's last."""
    lives = corpus.list_lives()
    assert 300 == len({life.order_id for life in lives}) == len(lives)
    assert set(Stage) == {life.stage_on(0) for life in lives}
    claims = [life.claim for life in lives if life.claim]
    assert {2, 3, 4} == {claim.code_on(day) for claim in claims for day in range(claim.opened, 1)}
    assert min(life.placed for life in lives) < -700


def test_many_languages_and_currencies(corpus: Corpus) -> None:
    """Buyers read in at least ten languages and pay in at least eight currencies."""
    assert len({buyer.language.tag[:2] for buyer in corpus.lives}) >= 10
    assert len({buyer.currency.code for buyer in corpus.lives}) >= 8


def test_orders_of_one_checkout_and_several_parcels(corpus: Corpus) -> None:
    """Some orders were bought together, some have several lines, and some come in two parcels."""
    ids = {int(life.order_id) for life in corpus.list_lives()}
    assert any(number - 20_000 in ids for number in ids)
    assert {1, 2, 3} == {len(life.lines) for life in corpus.list_lives()}
    assert {0, 1, 2} == {len(life.parcels) for life in corpus.list_lives()}


def test_visits_of_all_kinds_and_troubles(corpus: Corpus) -> None:
    """Over the two years every kind of page is looked at, every trouble met, and some captures come late."""
    kinds = Counter(visit.kind for visit in corpus.visits)
    assert set(Kind) == set(kinds)
    assert set(Trouble) == {visit.trouble for visit in corpus.visits} - {None}
    assert any(visit.is_late for visit in corpus.visits)
    assert corpus.visits[0].day < -600
    assert 0 == corpus.visits[-1].day


def test_as_many_orders_as_asked_for() -> None:
    """Orders that do not divide evenly among the buyers are all there."""
    assert 20 == len(make_corpus(orders=20, today=TODAY).list_lives())
