"""Exit codes, help and errors of the command line as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from companion import __version__
from companion.cli import main
from companion.commands import COMMANDS, Command
from companion.commands.context import CommandModule
from companion.errors import StoreLocked
from tests.cli.conftest import PROJECT, Call


def ids(command: Command) -> str:
    """Name a test by its command."""
    return command.name


def test_version(start: Call) -> None:
    """--version tells the version and is done."""
    result = start("--version")

    assert (0, f"orderproof {__version__}\n", "") == (result.code, result.out, result.err)


def test_version_loads_nothing_heavy() -> None:
    """A call that needs no store and no server loads neither."""
    script = (
        "import sys; from companion.cli import main; main(['--version']);"
        "print(sorted({'aiohttp','bs4','lxml','msgspec','sqlite3','jinja2','asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True)

    assert "[]" == done.stdout.decode().splitlines()[-1]


def test_help_lists_every_command(start: Call) -> None:
    """--help names every command with what it does."""
    result = start("--help")

    assert 0 == result.code
    assert [] == [command.name for command in COMMANDS if command.summary not in result.out]


@pytest.mark.parametrize("command", COMMANDS, ids=ids)
def test_every_command_has_help_with_an_example(command: Command, call: Call) -> None:
    """Each command explains itself and shows one call."""
    result = call(command.name, "--help")
    shown = " ".join(result.out.split())

    assert 0 == result.code
    assert f"example: {command.example}" in shown
    assert command.example.startswith(f"orderproof {command.name}")


@pytest.mark.parametrize("command", COMMANDS, ids=ids)
def test_every_command_has_its_module(command: Command) -> None:
    """Each command's module can be loaded and offers what the command line calls."""
    module: CommandModule = command.load()

    assert callable(module.add_arguments)
    assert callable(module.run)


@pytest.mark.parametrize(
    ("argv", "sentence", "hint"),
    [
        ([], "Which command?", "orderproof --help"),
        (["ordrs"], "There is no command 'ordrs'.", "Did you mean: orderproof orders"),
        (["\x1b[2Jxyz"], "There is no command", "orderproof --help"),
        (["--nonsense"], "Unrecognized arguments: --nonsense.", "orderproof --help"),
        (["orders", "--nonsense"], "Unrecognized arguments: --nonsense.", "orderproof orders --help"),
        (["orders", "extra"], "Unrecognized arguments: extra.", "orderproof orders --help"),
        (["order"], "The following arguments are required: ID.", "orderproof order --help"),
        (["deadlines", "--now", "2026-09-20"], "does not say its time zone", "Add Z for UTC"),
        (["deadlines", "--now"], "Argument --now: expected one argument.", "orderproof deadlines --help"),
        (["parse", "x", "--url", "nowhere"], "is no address", "https://"),
        (["serve", "--port", "99999"], "'99999' is no port.", "any free one"),
    ],
)
def test_wrong_usage(call: Call, argv: list[str], sentence: str, hint: str) -> None:
    """Wrong usage ends with 2, one sentence and a hint on stderr, and nothing on stdout."""
    result = call(*argv)
    lines = result.err.splitlines()

    assert (2, "", 2) == (result.code, result.out, len(lines))
    assert sentence in lines[0]
    assert hint in lines[1]
    assert "\x1b" not in result.err


def test_the_data_folder_may_be_named_before_and_after_the_command(call: Call, tmp_path: Path) -> None:
    """--data-dir works at both places and wins over ORDERPROOF_HOME."""
    before = call("--data-dir", tmp_path / "before", "orders", "--json")
    after = call("orders", "--json", "--data-dir", tmp_path / "after")

    assert [(0, "[]\n"), (0, "[]\n")] == [(before.code, before.out), (after.code, after.out)]
    assert [True, True, False] == [(tmp_path / name).exists() for name in ("before", "after", "data")]


def test_an_unusable_data_folder_is_one_sentence(call: Call, tmp_path: Path) -> None:
    """A data folder that is a file ends with 1, a sentence and a hint."""
    (tmp_path / "file").write_text("x")
    result = call("--data-dir", tmp_path / "file", "orders")

    assert 1 == result.code
    assert "cannot be used" in result.err
    assert "Hint: Choose another one" in result.err


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "orderproof: Interrupted.\n"),
        (StoreLocked("Busy.", "Wait."), 1, "orderproof: Busy.\nHint: Wait.\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "orderproof: /x: Permission denied.\n"),
    ],
)
def test_every_end_has_its_code(
    call: Call, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, said: str
) -> None:
    """Interruption and failures become exit codes and sentences, never tracebacks."""

    def fail() -> Path:
        raise fault

    monkeypatch.setattr("companion.commands.extension.find_extension_dir", fail)
    result = call("extension")

    assert (code, "", said) == (result.code, result.out, result.err)


def test_a_fault_of_ours_shows_no_traceback(start: Call, tmp_path: Path) -> None:
    """A fault in the program itself is one sentence too, unless a traceback is asked for."""
    script = tmp_path / "broken.py"
    script.write_text(
        "import companion.cli as cli\ndef broken(name): raise TypeError('secret words')\n"
        "cli._choose_command = broken\ncli.run()\n"
    )

    def run_broken(**environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, script],
            env={**os.environ, "PYTHONPATH": str(PROJECT), **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    plain, debug = run_broken(), run_broken(ORDERPROOF_DEBUG="1")

    assert [1, 1] == [plain.returncode, debug.returncode]
    assert "A fault of the program itself: TypeError at broken.py:2." in plain.stderr
    assert "secret words" not in plain.stderr
    assert "Traceback" in debug.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes end in another way on Windows")
def test_a_reader_that_goes_away_is_no_error(data_dir: Path) -> None:
    """`orderproof … | head` ends quietly when the reader closes the pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "companion", "orders", "--json"],
        cwd=PROJECT,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)

    assert (141, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(os.name != "posix", reason="SIGINT is sent in another way on Windows")
def test_an_interrupt_ends_quietly() -> None:
    """Ctrl-C while a command runs ends it with 130 and without a traceback."""
    script = (
        "import signal, companion.cli, companion.commands.extension as extension\n"
        # Whoever starts the tests in the background may have had it ignored, and children take that over.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def wait(): print('ready', flush=True); signal.pause()\n"
        "extension.find_extension_dir = wait\n"
        "companion.cli.run()\n"
    )
    command = [sys.executable, "-c", script, "extension"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        started = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert (b"ready\n", 130, b"orderproof: Interrupted.\n") == (started, process.returncode, err)


def test_main_returns_instead_of_exiting(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever calls `main` gets the code back, also for --help."""
    assert 0 == main(["--help"])
    assert 0 == main(["orders", "--help"])
    assert "usage" in capsys.readouterr().out
