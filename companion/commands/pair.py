"""`orderproof pair`: let the extension of a browser in, or shut it out again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from companion.client import CompanionClient, connect, find_companion
from companion.commands.arguments import add_json
from companion.commands.browsers import list_paired
from companion.commands.context import Context
from companion.commands.listing import format_moment
from companion.errors import CompanionError, InputError, NotFound
from companion.printing import Terminal
from companion.web.pairing_list import Paired, Pairings, Waiting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--yes", action="store_true", help="approve without asking; needs --code")
    choice.add_argument("--refuse", action="store_true", help="refuse the waiting browser")
    choice.add_argument("--list", action="store_true", help="list the waiting and the paired browsers")
    choice.add_argument("--revoke", metavar="ID", help="shut a paired browser out; its first letters will do")
    parser.add_argument("--code", help="approve only the browser that shows this code")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Do what was asked about pairing."""
    if arguments.yes and not arguments.code:
        raise InputError("--yes needs the code.", "Type what the extension shows: pair --yes --code ABC-DEF")
    if arguments.list or arguments.json:
        return _list(context, arguments.json)
    if arguments.revoke:
        return _revoke(context, arguments.revoke)
    client = connect(context.make_config())
    waiting = _get_waiting(client)
    if arguments.refuse:
        client.post_only(f"/v1/pairings/{waiting.id}/refuse", {})
        context.terminal.line(f"“{waiting.name}” was refused.")
        return 0
    return _approve(context.terminal, client, waiting, arguments.code, arguments.yes)


def _approve(
    terminal: Terminal, client: CompanionClient, waiting: Waiting, code: str | None, is_sure: bool
) -> int:
    if code and _normalise(code) != _normalise(waiting.code):
        raise CompanionError(
            f"“{waiting.name}” shows another code.", "Look at the code in the extension again."
        )
    if not is_sure:
        terminal.line(f"“{waiting.name}” asks to be paired. Its code is {waiting.code}.")
        _ask(terminal)
    client.post_only(f"/v1/pairings/{waiting.id}/approve", {})
    terminal.line(f"“{waiting.name}” is paired.")
    return 0


def _ask(terminal: Terminal) -> None:
    if not terminal.is_interactive:
        raise CompanionError(
            "Nobody is here to compare the codes.", "In a script: orderproof pair --yes --code CODE"
        )
    if not terminal.ask("Does the extension show the same code?"):
        raise CompanionError("Nothing was paired.", "Refuse it for good with: orderproof pair --refuse")


def _normalise(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _get_waiting(client: CompanionClient) -> Waiting:
    pending = client.get("/v1/pairings", Pairings).pending
    if not pending:
        raise NotFound("No browser asks to be paired.", "Press “Pair” in the extension, then come back.")
    return pending[0]


def _list(context: Context, as_json: bool) -> int:
    client = find_companion(context.make_config())
    found = client.get("/v1/pairings", Pairings) if client else Pairings((), list_paired(context, None))
    if as_json:
        context.terminal.json(found)
    else:
        _print(context.terminal, found)
    return 0


def _print(terminal: Terminal, found: Pairings) -> None:
    rows = [
        *((one.id, "waiting", format_moment(one.created_at), one.name) for one in found.pending),
        *((one.id, _describe(one), format_moment(one.created_at), one.name) for one in found.pairings),
    ]
    if rows:
        terminal.table(("ID", "STATE", "SINCE", "BROWSER"), rows)
    else:
        terminal.note("No browser is paired, and none asks to be.")


def _describe(paired: Paired) -> str:
    return "revoked" if paired.revoked_at else "paired"


def _revoke(context: Context, wanted: str) -> int:
    with context.open_store() as store:
        chosen = _choose(list_paired(context, None), wanted)
        # Straight into the store: a running companion reads its pairings there with every request.
        store.revoke_pairing(chosen.id)
    context.terminal.line(f"“{chosen.name}” is shut out.")
    return 0


def _choose(pairings: Sequence[Paired], wanted: str) -> Paired:
    matches = [one for one in pairings if one.id.startswith(wanted) and not one.revoked_at]
    if len(matches) > 1:
        raise InputError(f"Several browsers begin with {wanted!r}.", "Give more letters of the id.")
    if not matches:
        raise NotFound(f"No paired browser begins with {wanted!r}.", "List them: orderproof pair --list")
    return matches[0]
