"""How each browser is opened for real use: nothing is automated and nothing is switched off."""

from __future__ import annotations

import hashlib
import html
import json
import os
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from string import Template

from launch.finding import FoundBrowser

START_PAGE = "https://www.aliexpress.com/p/order/index.html"
GECKO_ID = "orderproof@orderproof.example"
_STEPS = Path(__file__).with_name("steps.html")

# Firefox takes a folder as an add-on until it closes; these keep what the add-on stored for the next time.
_FIREFOX_KEEPS = {
    "extensions.webextensions.keepStorageOnUninstall": True,
    "extensions.webextensions.keepUuidOnUninstall": True,
}
_ADDRESSES = {
    "chrome": ("Chrome", "chrome://extensions"),
    "edge": ("Edge", "edge://extensions"),
    "firefox": ("Firefox", "about:debugging#/runtime/this-firefox"),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A command that opens a browser.

    Attributes:
        origin: where the extension's requests will say they come from.
        needs_steps: whether the user has to add the extension by hand.
    """

    command: tuple[str, ...]
    origin: str
    needs_steps: bool


def make_opening(found: FoundBrowser, extension: Path, profile: Path) -> Opening:
    """Make the command that opens a browser with a profile of its own; writes into the profile's folder."""
    profile.mkdir(parents=True, exist_ok=True)
    if found.name == "chromium":
        loading = (f"--load-extension={extension}",)
        return Opening(
            (*_chromium(found, profile), *loading, START_PAGE), make_chromium_origin(extension), False
        )
    steps = _write_steps(found.name, extension, profile).as_uri()
    if found.name == "firefox":
        own = _write_firefox_profile(profile)
        firefox = (str(found.executable), "--no-remote", "--profile", str(profile), steps)
        return Opening(firefox, f"moz-extension://{own}", needs_steps=True)
    command = (*_chromium(found, profile), steps)
    return Opening(command, make_chromium_origin(extension), needs_steps=True)


def make_chromium_origin(extension: Path) -> str:
    """Make the origin that Chromium gives to an unpacked extension without a key: a hash of its path."""
    path = str(extension.resolve())
    raw = path.encode("utf-16-le" if sys.platform == "win32" else "utf-8")
    digits = hashlib.sha256(raw).hexdigest()[:32]
    return "chrome-extension://" + "".join(chr(ord("a") + int(digit, 16)) for digit in digits)


def find_profile(found: FoundBrowser, data_dir: Path) -> Path:
    """Choose the folder of the profile: in the data folder, or where a snap may read and write."""
    if found.is_snap:
        return Path.home() / "snap" / found.name / "common" / "orderproof"
    return data_dir / f"browser-{found.name}"


def is_root() -> bool:
    """Whether this runs as root, whom Chromium's sandbox refuses."""
    return sys.platform != "win32" and os.geteuid() == 0


def _chromium(found: FoundBrowser, profile: Path) -> tuple[str, ...]:
    command = (str(found.executable), f"--user-data-dir={profile}", "--no-first-run")
    return (*command, "--no-sandbox") if is_root() else command


def _write_firefox_profile(profile: Path) -> str:
    kept = profile / "orderproof-uuid"
    if not kept.exists():
        kept.write_text(str(uuid.uuid4()), "ascii")
    own = kept.read_text("ascii").strip()
    preferences = {**_FIREFOX_KEEPS, "extensions.webextensions.uuids": json.dumps({GECKO_ID: own})}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n", "utf-8")
    return own


def _write_steps(name: str, extension: Path, profile: Path) -> Path:
    title, address = _ADDRESSES[name]
    page = Template(_STEPS.read_text("utf-8")).substitute(
        browser=title,
        address=address,
        folder=html.escape(str(extension)),
        manifest=html.escape(str(extension / "manifest.json")),
        kind="firefox" if name == "firefox" else "chrome",
        shop=START_PAGE,
    )
    path = profile / "orderproof-start.html"
    path.write_text(page, "utf-8")
    return path
