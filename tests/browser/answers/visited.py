"""The answers of a corpus: what the site said at the moment of each visit."""

from __future__ import annotations

from collections import Counter

from tests.browser.rpc import Node
from tests.corpus.corpus import Corpus, find_page
from tests.corpus.visits import Visit


class VisitedAnswers:
    """Answers at the moment of one visit after the other."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._visit: Visit | None = None
        self._asked: Counter[tuple[str, int]] = Counter()

    def begin(self, visit: Visit) -> None:
        """Answer as the site did at a visit, from now on."""
        self._visit = visit
        self._asked.clear()

    def find(self, api: str, request: Node) -> str | None:
        """Find the answer to a call of the visit's page."""
        if self._visit is None or not isinstance(request.value, dict):
            return None
        asked = (api, find_page(request.value))
        self._asked[asked] += 1
        return self._corpus.answer(self._visit, api, request.value, self._asked[asked] - 1)
