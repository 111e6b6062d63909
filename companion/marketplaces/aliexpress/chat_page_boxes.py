"""The shape of a chat page: its elements as boxes with what they hold, without those that nobody sees.

Nothing of a message's element is known by name, so what counts is how boxes repeat and what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from companion.marketplaces.dom import HIDDEN, Spot, split_class

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "link", "meta"})
_PICTURES = frozenset({"img", "video", "canvas", "audio", "picture"})
_BACKGROUND = re.compile(r"url\(", re.IGNORECASE)
_MAX_BOXES = 400_000  # of one page
_MAX_CLASSES = 40
_MAX_SPINE = 60


class Box:
    """One element.

    Attributes:
        spot: the element.
        parent: the box around it.
        classes: its classes.
        tokens: the words of each of its classes.
        words: the words of all of them.
        children: the boxes directly inside.
        own_text: the text that stands directly in it.
        letters: how many signs are seen in it, all told.
        pictures: how many pictures stand in it.
        style: its own style, without blanks, in lower case.
        key: tells the same element from others.
        attributes: the names of its attributes.
    """

    __slots__ = (
        *("children", "classes", "key", "letters", "name", "own_text", "parent", "pictures", "spot", "style"),
        *("attributes", "tokens", "words"),
    )

    def __init__(self, spot: Spot, parent: Box | None) -> None:
        self.spot = spot
        self.parent = parent
        self.key = spot.key
        self.name = spot.name
        self.classes = spot.classes[:_MAX_CLASSES]
        self.tokens = tuple(map(split_class, self.classes))
        self.words = frozenset[str]().union(*self.tokens)
        self.attributes = spot.attribute_names()
        self.style = (self.attribute("style") or "").replace(" ", "").lower()
        self.own_text = spot.own_text()
        self.letters = len(self.own_text)
        self.pictures = int(self.name in _PICTURES or _BACKGROUND.search(self.style) is not None)
        self.children: list[Box] = []

    @property
    def is_filled(self) -> bool:
        """Whether anything is seen in it."""
        return self.letters > 0 or self.pictures > 0

    def attribute(self, name: str) -> str | None:
        """Read an attribute; an empty one is nothing."""
        return self.spot.attribute(name) if name in self.attributes else None

    def walk(self) -> Iterator[Box]:
        """Yield this box and all inside, in the order of the page."""
        waiting = [self]
        while waiting:
            box = waiting.pop()
            yield box
            waiting.extend(reversed(box.children))

    def filled(self) -> list[Box]:
        """List the boxes directly inside in which anything is seen."""
        return [child for child in self.children if child.is_filled]

    def spine(self) -> tuple[Box, ...]:
        """Give this box and the ones that are alone in it, one in the other."""
        boxes = [self]
        while len(boxes) < _MAX_SPINE and not boxes[-1].own_text and len(inner := boxes[-1].filled()) == 1:
            boxes.append(inner[0])
        return tuple(boxes)


def make_boxes(root: Spot) -> Box:
    """Make the boxes of all that is seen in a place, without recursion and up to a bound."""
    unseen = {spot.key for spot in root.find_all(HIDDEN)}
    top = Box(root, None)
    every = [top]
    for box in every:
        if len(every) > _MAX_BOXES:
            break
        for child in box.spot.children():
            if child.name not in _UNSEEN and child.key not in unseen:
                box.children.append(Box(child, box))
        every.extend(box.children)
    for box in reversed(every):
        box.letters += sum(child.letters for child in box.children)
        box.pictures += sum(child.pictures for child in box.children)
    return top
