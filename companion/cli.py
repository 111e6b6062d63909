"""The command line: finds the command, runs it, and turns every end into an exit code.

0 done · 1 a check failed or something is not there · 2 wrong usage or bad input · 130 interrupted · 141 the
reader of our output went away.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from companion import __version__
from companion.commands import COMMANDS, Command, find_command
from companion.commands.context import Context, read_clock
from companion.errors import CompanionError, InputError
from companion.printing import Terminal

DONE, FAILED, BAD_INPUT, INTERRUPTED, READER_GONE = 0, 1, 2, 130, 141


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are ours: a sentence and a hint."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise InputError(f"{message[:1].upper()}{message[1:]}.", f"Try: {self.prog} --help")


def run() -> NoReturn:
    """Run the command line of this process and exit; what the `orderproof` script calls."""
    sys.excepthook = _report_fault
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A letter the terminal cannot show is written as its number; it never stops a command.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    terminal = Terminal(sys.stdout, sys.stderr, os.environ)
    try:
        code = _run(argv, terminal)
        sys.stdout.flush()
    except InputError as error:
        terminal.error(error)
        return BAD_INPUT
    except CompanionError as error:
        terminal.error(error)
        return FAILED
    except KeyboardInterrupt:
        terminal.note("orderproof: Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        return _leave_quietly()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        terminal.error(CompanionError(f"{where}{error.strerror or error}."))
        return FAILED
    return code


def _run(argv: Sequence[str], terminal: Terminal) -> int:
    try:
        arguments = _make_parser().parse_args(argv)
        command = _choose_command(arguments.command)
        module = command.load()
        parser = _make_command_parser(command)
        module.add_arguments(parser)
        parser.parse_args(arguments.rest, arguments)
    except SystemExit as end:  # --help and --version end the process; here they only end the command
        return end.code if isinstance(end.code, int) else DONE
    context = Context(arguments.data_dir, os.environ, terminal, read_clock)
    return module.run(arguments, context)


def _make_parser() -> argparse.ArgumentParser:
    width = max(len(command.name) for command in COMMANDS)
    listing = "\n".join(f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS)
    parser = _Parser(
        prog="orderproof",
        usage="orderproof [--data-dir DIR] COMMAND …",
        description="Keeps the proof of every order while you shop, and warns before your right to a refund "
        "runs out.",
        epilog=f"commands:\n{listing}\n\nEach explains itself: orderproof COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"orderproof {__version__}")
    _add_data_dir(parser, None)
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _make_command_parser(command: Command) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"orderproof {command.name}",
        description=f"{command.summary[:1].upper()}{command.summary[1:]}. {command.details}".rstrip(),
        epilog=f"example: {command.example}",
        allow_abbrev=False,
    )
    _add_data_dir(parser, argparse.SUPPRESS)
    return parser


def _add_data_dir(parser: argparse.ArgumentParser, default: str | None) -> None:
    # Before the command and after it: a default there must not undo a value given here.
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        type=Path,
        default=default,
        help="where everything is kept (else ORDERPROOF_HOME, else your user data folder)",
    )


def _choose_command(name: str | None) -> Command:
    if name is None:
        raise InputError("Which command?", "Try: orderproof --help")
    command = find_command(name)
    if command is None:
        near = difflib.get_close_matches(name, [command.name for command in COMMANDS], n=1)
        hint = f"Did you mean: orderproof {near[0]}" if near else "Try: orderproof --help"
        raise InputError(f"There is no command {name!r}.", hint)
    return command


def _leave_quietly() -> int:
    # Python flushes stdout once more at exit; without this it would complain about the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _report_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Report a fault of our own without a traceback, unless ORDERPROOF_DEBUG asks for one."""
    if os.environ.get("ORDERPROOF_DEBUG"):
        sys.__excepthook__(kind, fault, trace)
        return
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    sys.stderr.write(
        f"orderproof: A fault of the program itself: {kind.__name__}{place}.\n"
        "Hint: ORDERPROOF_DEBUG=1 shows where; please report it. Nothing stored is lost.\n"
    )
