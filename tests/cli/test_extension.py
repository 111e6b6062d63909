"""`orderproof extension`: the folder to load, from a checkout and from an installed wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

import companion
from tests.cli.conftest import PROJECT, Call


def make_manifest(folder: Path) -> None:
    """Put a manifest into a folder."""
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")


def test_a_checkout_has_the_extension_beside_the_package(call: Call) -> None:
    """In a checkout the folder of the project is printed, and nothing else."""
    result = call("extension")

    assert (0, f"{PROJECT / 'extension'}\n", "") == (result.code, result.out, result.err)


def test_a_wheel_has_the_extension_within_the_package(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an installed wheel the folder within the package wins over whatever lies beside it."""
    package = tmp_path / "site" / "companion"
    make_manifest(package / "extension")
    make_manifest(tmp_path / "site" / "extension")
    monkeypatch.setattr(companion, "__file__", str(package / "__init__.py"))

    assert f"{package / 'extension'}\n" == call("extension").out


def test_a_missing_extension_is_said(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the folder the command ends with 1, a sentence and a hint."""
    monkeypatch.setattr(companion, "__file__", str(tmp_path / "companion" / "__init__.py"))
    result = call("extension")

    assert (1, "") == (result.code, result.out)
    assert "Hint: Install Orderproof again." in result.err
