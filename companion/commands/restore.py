"""`orderproof restore`: put a backup back into an empty data folder, or only check it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from companion.commands.context import Context
from companion.printing import Colour, Terminal
from companion.store.backup_check import CheckedBackup, check_backup
from companion.store.restore import restore_backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `orderproof backup` wrote")
    parser.add_argument("--check", action="store_true", help="check every byte of it and put nothing back")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Check a backup and put it back; fail when it is not sound."""
    terminal = context.terminal
    if arguments.check:
        with tempfile.TemporaryDirectory(prefix="orderproof-check-") as folder:
            checked = check_backup(arguments.file, Path(folder), terminal.show_step)
        done = "The backup is sound"
    else:
        checked = restore_backup(arguments.file, context.make_config(), terminal.show_step)
        done = f"Restored into {context.make_config().data_dir}"
    terminal.finish_progress()
    return _report(terminal, checked, done)


def _report(terminal: Terminal, checked: CheckedBackup, done: str) -> int:
    if checked.findings:
        terminal.line(
            f"The backup is damaged: {len(checked.findings):,} faults. Nothing was put back.", Colour.ALARM
        )
        terminal.table(
            ("WHAT", "WHAT IS WRONG"), [(one.subject, one.says) for one in checked.findings], wrap=True
        )
        return 1
    about = checked.about
    terminal.line(
        f"{done}: {about.captures:,} captures and {about.blobs:,} files, "
        f"as of {about.made_at:%Y-%m-%d %H:%M} UTC."
    )
    if about.is_of_sound_store:
        return 0
    terminal.note("The archive it was made of had faults, and so has this one: orderproof verify")
    return 1
