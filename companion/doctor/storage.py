"""Is what was kept still what was kept, can more be kept, and is it for this user alone?"""

from __future__ import annotations

import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from companion.doctor.finding import Verdict, make_failed, make_ok, make_skipped, make_warning
from companion.doctor.surroundings import Surroundings
from companion.errors import BlobDamaged
from companion.protection.wording import count_words
from companion.store import Finding, Store, survive

_SAMPLE = 200
_NAMED = 3
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MEGABYTE = 1_000_000
_LEAST_FREE, _LITTLE_FREE = 200 * _MEGABYTE, 1000 * _MEGABYTE
_MONTH, _DAYS_LEFT = timedelta(days=30), 60
_RESTORE = "Restore it from a backup. What is damaged is never shown as if it were good."


def check_permissions(around: Surroundings) -> Verdict:
    """No other user of this computer can read what is kept."""
    folder = around.config.data_dir
    if sys.platform == "win32":
        return make_skipped("Windows keeps a user's folders from others by itself")
    if not folder.exists():
        return make_skipped("there is no data folder yet")
    limit = _SAMPLE if around.quick else None
    open_to_others = [path for path in islice(_list_paths(folder), limit) if path.lstat().st_mode & _OTHERS]
    if not open_to_others:
        return make_ok("only you can read the data folder")
    names = _name_some([str(path.relative_to(folder.parent)) for path in open_to_others])
    # A path may hold spaces; what is shown has to work when it is copied.
    quoted = "'" + str(folder).replace("'", "'\\''") + "'"
    return make_failed(f"others on this computer may read {names}", f"Shut them out: chmod -R go= {quoted}")


def check_writable(around: Surroundings, store: Store) -> Verdict:
    """The store takes writes, and the running companion has not given up on the disk."""
    live = around.ask_live()
    if live is not None and live.read_only:
        return make_failed(
            "the companion met a failing disk and keeps nothing more",
            "Check the disk, then start the companion again.",
        )
    try:
        with tempfile.TemporaryFile(dir=around.config.blobs_dir) as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        return make_failed(
            f"the data folder takes no file: {error.strerror}", "Free some space, or check its rights."
        )
    with store.transaction():
        pass
    return make_ok(f"{around.config.data_dir} takes writes")


def check_database(around: Surroundings, store: Store) -> Verdict:
    """The database hangs together, down to each index, and every row refers to one that is there."""
    if around.quick:
        damage = store.condition.find_damage()
        return _judge(damage, "sound; its indexes were left out")
    rows = store.integrity.rows
    return _judge(_tell(rows.check_shape, rows.check_database), "sound, with every index")


def check_search_index(_around: Surroundings, store: Store) -> Verdict:
    """The search index hangs together."""
    if store.search.is_sound():
        return make_ok("sound")
    return make_failed("damaged; nothing else is", "Make it anew: orderproof reparse")


def check_blobs(around: Surroundings, store: Store) -> Verdict:
    """Every stored byte is the one its name promises."""
    total = store.condition.count_blobs()
    if around.quick:
        names = store.condition.some_blobs(_SAMPLE)
        damaged = [f"Bytes {name[:12]} are gone or changed." for name in _find_damaged(store, names)]
        return _judge(damaged, f"{len(names)} of {total}, chosen by chance, are as they were stored")
    integrity = store.integrity
    damaged = [*_tell(integrity.rows.check_held, lambda: integrity.check_blobs(around.progress))]
    return _judge(damaged, f"{count_words(total, 'blob')}, each as it was stored")


def check_journal(_around: Surroundings, store: Store) -> Verdict:
    """Every entry of the journal follows from the one before it."""
    return _judge(_tell(store.integrity.rows.check_journal), "every entry follows from the one before it")


def check_kept(_around: Surroundings, store: Store) -> Verdict:
    """Every capture is what the journal sealed, and one that is gone left its note."""
    rows = store.integrity.rows
    return _judge(
        _tell(rows.check_captures, rows.check_removals), "every capture is as the journal sealed it"
    )


def check_disk_space(around: Surroundings, store: Store) -> Verdict:
    """There is room for what comes, at the pace of the last month."""
    free = shutil.disk_usage(around.config.data_dir).free
    grown = store.condition.stored_bytes(around.now - _MONTH)
    says = (
        f"{_write_size(free)} free; {_write_size(store.condition.stored_bytes())} kept, "
        f"{_write_size(grown)} of it in the last 30 days"
    )
    if free < _LEAST_FREE:
        return make_failed(says, "Free some space: a full disk keeps nothing.")
    oldest = store.condition.oldest_receipt_at() or around.now
    days = max(1, min((around.now - oldest).days, _MONTH.days))
    if free < _LITTLE_FREE or free / max(1, grown / days) < _DAYS_LEFT:
        return make_warning(says, "Free some space soon.")
    return make_ok(says)


def _tell(*checks: Callable[[], Iterator[Finding]]) -> tuple[str, ...]:
    return tuple(found.says for check in checks for found in survive(check))


def _judge(damage: Sequence[str], well: str) -> Verdict:
    return make_failed(_name_some(damage), _RESTORE) if damage else make_ok(well)


def _find_damaged(store: Store, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        try:
            store.find_blob(name)
        except BlobDamaged:
            yield name


def _list_paths(folder: Path) -> Iterator[Path]:
    yield folder
    for path in folder.rglob("*"):
        # A browser's own profile may lie here; what it keeps, and how, is its business.
        if not path.is_symlink() and not path.relative_to(folder).parts[0].startswith("browser-"):
            yield path


def _name_some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _write_size(size: int) -> str:
    if size < _MEGABYTE:
        return f"{size / 1000:.0f} kB"
    return f"{size / _MEGABYTE:.0f} MB" if size < 1000 * _MEGABYTE else f"{size / 1000 / _MEGABYTE:.1f} GB"
