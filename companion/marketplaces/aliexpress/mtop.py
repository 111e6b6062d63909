"""The envelope around every answer of the site's API, and the component tree in two of them.

An answer is `{api, v, ret: ["SUCCESS::…"], data}`, by JSONP or plain. Order list and order detail hold a
tree: `data.data` maps keys to components, whose `tag` says what they are; `data.hierarchy.structure` gives
their order, for the map's own order is shuffled (seen 2026-09, golden order_list/en-brl).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

from companion.marketplaces.aliexpress.kinds import find_parameter
from companion.marketplaces.base import Node, Problems
from companion.marketplaces.jsonp import NotJson, decode_json, decode_text
from companion.model import Part

# The page repeats these calls by itself with a fresh token (seen 2026-04 and 2026-09); the buyer need not
# act.
ROUTINE_CODES = (
    "FAIL_SYS_TOKEN_EMPTY", "FAIL_SYS_TOKEN_EXOIRED", "FAIL_SYS_TOKEN_EXPIRED", "FAIL_SYS_ILLEGAL_ACCESS",
)  # fmt: skip
ROUTINE = "ret (routine)"  # the `where` of their problem

_MAX_COMPONENTS = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the API, opened.

    Attributes:
        api: the API's name as the envelope gives it, in lower case.
        data: what it answered.
        request: what the page asked for.
    """

    api: str | None
    data: Node
    request: Node


def parse_answer(part: Part, url: str, problems: Problems) -> Answer | None:
    """Open an envelope; None, and a problem, where it holds no data to be trusted."""
    try:
        decoded = decode_json(part.body or b"")
    except NotJson as error:
        problems.add("json", "body", str(error))
        return None
    envelope = Node(decoded, "answer", problems)
    if not _succeeded(envelope, problems):
        return None
    api = envelope.at("api").text("api")
    request = Node(_decode_request(part.request, url), "request", problems)
    return Answer(api.lower() if api else None, envelope.at("data"), request)


def find_envelope_api(part: Part) -> str | None:
    """Find the API's name that an answer carries itself, for answers that came without their URL."""
    try:
        decoded = decode_json(part.body or b"")
    except NotJson:
        return None
    api = decoded.get("api") if isinstance(decoded, dict) else None
    return api.lower() if isinstance(api, str) and api.lower().startswith("mtop.") else None


def order_components(data: Node) -> tuple[tuple[str, Node], ...]:
    """List a tree's components with their tags, in the order of the page."""
    components = dict(data.at("data").entries("data"))
    placed = [key for key in _walk(data.at("hierarchy")) if key in components]
    rest = [key for key in components if key not in set(placed)]
    return tuple(
        (tag, components[key])
        for key in (placed + rest)[:_MAX_COMPONENTS]
        if (tag := components[key].at("tag").text("tag")) is not None
    )


def pick(components: tuple[tuple[str, Node], ...], tag: str) -> tuple[Node, ...]:
    """Pick the fields of every component with a tag."""
    return tuple(component.at("fields") for name, component in components if name == tag)


def _succeeded(envelope: Node, problems: Problems) -> bool:
    ret = envelope.at("ret")
    codes = [code for node in _listed(ret) if (code := node.text("ret"))]
    if any(code.startswith("SUCCESS") for code in codes):
        return True
    code = codes[0].partition("::")[0] if codes else "nothing"
    where = ROUTINE if code.startswith(ROUTINE_CODES) else ret.where
    problems.add("ret", where, code)
    return False


def _listed(node: Node) -> tuple[Node, ...]:
    """List an array's entries, or the one text that stands in its place."""
    return (node,) if node.is_text else node.items("ret")


def _walk(hierarchy: Node) -> Iterator[str]:
    """Yield the keys of the tree from its root, parents before children, each once."""
    children = {
        key: [name for node in nodes.items("structure") if (name := node.text("structure"))]
        for key, nodes in hierarchy.at("structure").entries("structure")
    }
    root = hierarchy.at("root").text("root")
    waiting = [root] if root and root in children else list(reversed(children))
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            yield key
            waiting.extend(reversed(children.get(key, [])))


def _decode_request(request: str | None, url: str) -> object:
    """Decode what the page asked for: a JSON text, a form's `data`, or the URL's `data`."""
    for text in (request, _form_data(request), find_parameter(url, "data")):
        decoded = _decode(text)
        if isinstance(decoded, dict):
            nested = _decode(decoded.get("params"))  # pages after the first nest their parameters once more
            return {**nested, **decoded} if isinstance(nested, dict) else decoded
    return None


def _form_data(request: str | None) -> str | None:
    try:
        return next(iter(parse_qs(request or "", max_num_fields=200).get("data", [])), None)
    except ValueError:  # more fields than any page sends
        return None


def _decode(text: object) -> object:
    if not isinstance(text, str) or not text.lstrip().startswith("{"):
        return None
    try:
        return decode_text(text)
    except NotJson:
        return None
