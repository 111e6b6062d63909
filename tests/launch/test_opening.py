"""How browsers are opened for real use: nothing automated, nothing switched off, a profile of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch import opening
from launch.finding import NAMES, FoundBrowser
from launch.opening import GECKO_ID, START_PAGE, make_chromium_origin, make_opening
from launch.real import EXTENSION
from tests.browser.firefox import find_gecko_id

ALLOWED = ("--user-data-dir=", "--load-extension=", "--no-first-run", "--no-remote", "--profile")


def open_as(name: str, folder: Path) -> tuple[str, ...]:
    """Make the command for a browser of this name."""
    return make_opening(FoundBrowser(name, Path("/opt/browser")), EXTENSION, folder / "profile").command


@pytest.fixture(autouse=True)
def not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root; the commands are looked at as a person's."""
    monkeypatch.setattr(opening, "is_root", lambda: False)


@pytest.mark.parametrize("name", NAMES)
def test_no_automation_flag_in_real_use(name: str, tmp_path: Path) -> None:
    """No browser is opened with a flag beyond its profile and the extension's folder."""
    flags = [word for word in open_as(name, tmp_path) if word.startswith("--")]
    assert [] == [flag for flag in flags if not flag.startswith(ALLOWED)]


def test_chromium_is_given_the_extension(tmp_path: Path) -> None:
    """Chromium opens with the extension loaded, on the order list."""
    command = open_as("chromium", tmp_path)
    assert f"--load-extension={EXTENSION}" in command
    assert START_PAGE == command[-1]


@pytest.mark.parametrize("name", ["chrome", "edge", "firefox"])
def test_other_browsers_show_two_steps(name: str, tmp_path: Path) -> None:
    """Browsers that take no folder open on a local page that names the folder or its manifest."""
    command = open_as(name, tmp_path)
    assert (tmp_path / "profile" / "orderproof-start.html").as_uri() == command[-1]
    page = (tmp_path / "profile" / "orderproof-start.html").read_text("utf-8")
    assert str(EXTENSION) in page
    assert "$" not in page


def test_no_sandbox_only_as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox is given up for root only, whom it refuses."""
    assert "--no-sandbox" not in open_as("chromium", tmp_path)
    monkeypatch.setattr(opening, "is_root", lambda: True)
    assert "--no-sandbox" in open_as("chromium", tmp_path)


def test_firefox_keeps_its_id_and_storage(tmp_path: Path) -> None:
    """The second start of a Firefox profile gives the extension the same origin and what it had stored."""
    found = FoundBrowser("firefox", Path("/opt/browser"))
    first = make_opening(found, EXTENSION, tmp_path)
    assert first.origin == make_opening(found, EXTENSION, tmp_path).origin
    preferences = (tmp_path / "user.js").read_text("utf-8")
    assert "keepStorageOnUninstall" in preferences
    assert first.origin.removeprefix("moz-extension://") in preferences


def test_the_gecko_id_is_the_manifests() -> None:
    """The id that the profile is prepared for is the one the extension has."""
    assert find_gecko_id(EXTENSION) == GECKO_ID


def test_chromium_origin_has_the_form_of_one() -> None:
    """An origin made from a folder is 32 letters from a to p."""
    host = make_chromium_origin(EXTENSION).removeprefix("chrome-extension://")
    assert 32 == len(host)
    assert set(host) <= set("abcdefghijklmnop")
