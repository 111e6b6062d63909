"""Pure: what pages say about rights; per kind and place the newest holds, the older ones stay as history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from companion.model import PageKind, SeenStatement, Statement
from companion.store.changes import Changes
from companion.store.sightings import Sighting

Seen = tuple[SeenStatement, ...]
_Spot = tuple[str, str, str]  # kind, page kind, component


def merge_statements(current: Seen, earlier: Seen, sighting: Sighting, changes: Changes) -> tuple[Seen, Seen]:
    """Put what a sighting says in the place of what the same places said before.

    Returns:
        The statements that hold now, and the ones that were replaced, newest first.
    """
    shown: dict[_Spot, list[Statement]] = {}
    for statement in dict.fromkeys(sighting.content.statements):
        shown.setdefault(_spot(statement, sighting.page_kind), []).append(statement)
    for spot, statements in shown.items():
        here, elsewhere = _split(current, spot)
        past, past_elsewhere = _split(earlier, spot)
        now, replaced = _replace(here, past, statements, sighting)
        _note(spot, here, now, sighting, changes)
        current, earlier = (*elsewhere, *now), (*past_elsewhere, *replaced)
    return tuple(sorted(current, key=_order)), tuple(sorted(earlier, key=_age, reverse=True))


def _replace(here: Seen, past: Seen, statements: list[Statement], sighting: Sighting) -> tuple[Seen, Seen]:
    known = {one.statement: one for one in (*past, *here)}
    now = {one: _see(known.get(one), one, sighting) for one in statements}
    # Two answers of one capture may speak of one place; the second then adds to the first.
    same = (one for one in here if one.capture_id == sighting.capture_id)
    now |= {one.statement: one for one in same if one.statement not in now}
    return tuple(now.values()), tuple(one for statement, one in known.items() if statement not in now)


def _note(spot: _Spot, here: Seen, now: Seen, sighting: Sighting, changes: Changes) -> None:
    if here and all(one.capture_id != sighting.capture_id for one in here):
        changes.note(f"statements[{'/'.join(spot)}]", _render(here), _render(now))


def _see(known: SeenStatement | None, statement: Statement, sighting: Sighting) -> SeenStatement:
    seen = SeenStatement(
        statement=statement,
        page_kind=sighting.page_kind,
        capture_id=sighting.capture_id,
        captured_at=sighting.captured_at,
        first_seen_at=sighting.captured_at,
        time_zone=sighting.time_zone,
    )
    return seen if known is None else replace(seen, first_seen_at=known.first_seen_at)


def _split(seen: Seen, spot: _Spot) -> tuple[Seen, Seen]:
    here = tuple(one for one in seen if _spot(one.statement, one.page_kind) == spot)
    return here, tuple(one for one in seen if one not in here)


def _spot(statement: Statement, page_kind: PageKind) -> _Spot:
    return statement.kind.value, page_kind.value, statement.place


def _render(seen: Iterable[SeenStatement]) -> str:
    return ", ".join(sorted({_say(one.statement) for one in seen}))


def _say(statement: Statement) -> str:
    if statement.on is not None:
        return statement.on.isoformat()
    if statement.within_days is not None:
        return (
            f"{statement.within_days} days after {statement.after.value if statement.after else 'an event'}"
        )
    return statement.quote


def _order(seen: SeenStatement) -> tuple[object, ...]:
    return (*_spot(seen.statement, seen.page_kind), str(seen.statement.on), seen.statement.quote)


def _age(seen: SeenStatement) -> tuple[object, ...]:
    return (seen.captured_at, *_spot(seen.statement, seen.page_kind), seen.statement.quote)
