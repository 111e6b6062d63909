"""Finds the browsers of this machine, on Linux, macOS and Windows. Needs only the standard library."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "firefox", "chrome", "edge")  # the order in which one is chosen

# Debian's /usr/bin/chromium is a shell script that adds flags of its own; the program behind it comes first.
_LINUX = {
    "chromium": ("/usr/lib/chromium/chromium", "chromium", "chromium-browser", "/snap/bin/chromium"),
    "firefox": ("firefox-esr", "firefox", "/snap/bin/firefox"),
    "chrome": ("google-chrome-stable", "google-chrome"),
    "edge": ("microsoft-edge-stable", "microsoft-edge"),
}
_MACOS = {
    "chromium": "Chromium.app/Contents/MacOS/Chromium",
    "firefox": "Firefox.app/Contents/MacOS/firefox",
    "chrome": "Google Chrome.app/Contents/MacOS/Google Chrome",
    "edge": "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
}
_WINDOWS = {
    "chromium": "Chromium/Application/chrome.exe",
    "firefox": "Mozilla Firefox/firefox.exe",
    "chrome": "Google/Chrome/Application/chrome.exe",
    "edge": "Microsoft/Edge/Application/msedge.exe",
}


class NoBrowser(Exception):
    """None of the browsers asked for is on this machine."""


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser on this machine."""

    name: str
    executable: Path

    @property
    def is_snap(self) -> bool:
        """Whether it lives in a snap, which can read no hidden folder of the home."""
        return self.executable.is_relative_to("/snap")


def find_browser(*names: str) -> FoundBrowser:
    """Find the first of these browsers (any, when none is named).

    Raises:
        NoBrowser: none of them is here.
    """
    for name in names or NAMES:
        for path in _list_places(name):
            if path.is_file():
                return FoundBrowser(name, path)
    wanted = ", ".join(names or NAMES)
    raise NoBrowser(
        f"None of these browsers is on this machine: {wanted}. Hint: install Chromium or Firefox."
    )


def _list_places(name: str) -> Iterator[Path]:
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / _MACOS[name]
    elif sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder_name := os.environ.get(variable):
                yield Path(folder_name) / _WINDOWS[name]
    else:
        for place in _LINUX[name]:
            found = shutil.which(place)
            if found is not None:
                yield Path(found)
