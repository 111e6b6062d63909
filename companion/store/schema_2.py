"""What the second version adds to the tables of the first. Instants are microseconds since 1970, UTC."""

from __future__ import annotations

# Pages are read twice: which of the two a sighting comes from, and which version of the adapter read it.
# What the first version read came from answers alone, by version 1.
READ_TWICE = (
    "ALTER TABLE sightings ADD COLUMN source TEXT NOT NULL DEFAULT 'api'",
    "ALTER TABLE readings ADD COLUMN adapter_version INTEGER NOT NULL DEFAULT 1",
    "CREATE INDEX readings_by_version ON readings (adapter_version)",
    # How often reading the pages of a capture was begun and never ended: whatever kills the companion while
    # it has a page read must not do so at every start.
    """CREATE TABLE page_attempts (
        journal_number INTEGER PRIMARY KEY REFERENCES captures (journal_number),
        begun INTEGER NOT NULL
    ) STRICT""",
    """CREATE TRIGGER page_attempt_ends AFTER INSERT ON readings
        BEGIN DELETE FROM page_attempts WHERE journal_number = NEW.journal_number; END""",
    # Where the two readings of one visit differ, as the records have it, so that it can be counted.
    """CREATE TABLE disagreements (
        order_number INTEGER NOT NULL REFERENCES orders (order_number),
        position INTEGER NOT NULL,
        page_kind TEXT NOT NULL,
        field TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        PRIMARY KEY (order_number, position)
    ) STRICT, WITHOUT ROWID""",
)

# How much of the site's list has been seen.
COMPLETENESS: tuple[str, ...] = ()

# When a page kind that used to be understood stopped being so, and whether the user was told.
DRIFT: tuple[str, ...] = ()

# One index over orders, lines, parcels, disputes and pages.
SEARCH: tuple[str, ...] = ()

# Captures that are gone, by the user's will or after their time.
REMOVAL: tuple[str, ...] = ()

# What each paired browser last said of itself.
BROWSERS: tuple[str, ...] = ()
