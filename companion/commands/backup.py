"""`orderproof backup`: the whole archive in one file, checked before it is called done."""

from __future__ import annotations

import argparse
from pathlib import Path

from companion.commands.context import Context
from companion.store.backup import make_backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where to write it, such as orders.zip")
    parser.add_argument("--force", action="store_true", help="replace the file when it is there")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Write a backup; fail when the archive itself is not sound, though the backup is kept."""
    terminal, config = context.terminal, context.make_config()
    with context.open_store() as store:
        report = make_backup(
            store,
            config,
            arguments.file,
            now=context.clock(),
            overwrite=arguments.force,
            progress=terminal.show_step,
        )
    terminal.finish_progress()
    about = report.about
    terminal.line(
        f"Backed up {about.captures:,} captures and {about.blobs:,} files into {report.path} "
        f"({_measure(report.size)}), and checked all of it."
    )
    if about.is_of_sound_store:
        return 0
    wrong = len(about.damaged) + len(about.known_findings)
    terminal.note(f"The archive itself has {wrong:,} faults, and the backup has them too: orderproof verify")
    return 1


def _measure(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.0f} kB"
