"""The folders a browser works in, removed with everything in them unless the caller named one."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path


class Profile:
    """A profile and a folder for temporary files, which browsers do not always clear themselves."""

    def __init__(self, named: Path | None) -> None:
        self._own = None if named else Path(tempfile.mkdtemp(prefix="b-"))
        self.path = named or Path(str(self._own)) / "profile"
        self.path.mkdir(parents=True, exist_ok=True)
        self.environ: dict[str, str] = {}
        if self._own is not None:
            temporary = self._own / "t"  # short: a socket's path has 107 characters
            temporary.mkdir()
            self.environ = {name: str(temporary) for name in ("TMPDIR", "TMP", "TEMP")}

    def remove(self) -> None:
        """Remove what was made here, also what a dying browser still writes."""
        if self._own is None:
            return
        for _ in range(20):
            shutil.rmtree(self._own, ignore_errors=True)
            if not self._own.exists():
                return
            time.sleep(0.05)  # its last helpers are on their way out
