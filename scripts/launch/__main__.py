"""The arguments of `scripts/run.py`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from companion.errors import CompanionError
from launch.child import ChildError
from launch.finding import NAMES, NoBrowser


def main() -> int:
    """Run what was asked for and return the exit code."""
    arguments = _parse_arguments()
    try:
        return asyncio.run(_run(arguments))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    except (NoBrowser, ChildError) as error:
        print(error, file=sys.stderr)
    except CompanionError as error:
        print(f"{error.message} Hint: {error.hint}", file=sys.stderr)
    return 1


async def _run(arguments: argparse.Namespace) -> int:
    end_on_signals()
    names = (arguments.browser,) if arguments.browser else ()
    if arguments.demo:
        from launch.demo import run_demo  # its browser drivers are not needed otherwise

        return await run_demo(names, headless=arguments.headless)
    from launch.real import run_real

    return await run_real(names, arguments.data_dir)


def end_on_signals() -> None:
    """Have Ctrl-C, `kill` and a closed terminal end this the same way: what was started is put away."""
    task = asyncio.current_task()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if task is None or number is None:
            continue
        with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C is an exception
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description="Start the companion and a browser with it.")
    parser.add_argument("--demo", action="store_true", help="invented orders in a replica shop")
    parser.add_argument("--headless", action="store_true", help="the demo without a screen: print and end")
    parser.add_argument("--browser", choices=NAMES, help="which browser (else the first found)")
    parser.add_argument("--data-dir", type=Path, help="where everything is kept (else your data folder)")
    arguments = parser.parse_args()
    if arguments.headless and not arguments.demo:
        parser.error("--headless goes with --demo: your shop must see a person")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
