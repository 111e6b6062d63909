"""What the second version adds to the tables of the first. Instants are microseconds since 1970, UTC."""

from __future__ import annotations

# Pages are read twice: which of the two a sighting comes from, and which version of the adapter read it.
# What the first version read came from answers alone, by version 1.
READ_TWICE = (
    "ALTER TABLE sightings ADD COLUMN source TEXT NOT NULL DEFAULT 'api'",
    "ALTER TABLE readings ADD COLUMN adapter_version INTEGER NOT NULL DEFAULT 1",
    "CREATE INDEX readings_by_version ON readings (adapter_version)",
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

# Of every order with a record: since when nothing runs for it, and by which rules (NULL: look at it).
# Narrow, because all of it is read every minute. revision: random, another one after each change of a record.
WATCH = (
    """CREATE TABLE order_watch (
        order_number INTEGER PRIMARY KEY REFERENCES orders (order_number) ON DELETE CASCADE,
        placed_on TEXT,
        revision INTEGER NOT NULL,
        quiet_since INTEGER,
        quiet_by TEXT,
        CHECK ((quiet_since IS NULL) = (quiet_by IS NULL))
    ) STRICT""",
    "CREATE INDEX order_watch_by_day ON order_watch (placed_on, order_number)",
    """INSERT INTO order_watch (order_number, placed_on, revision)
        SELECT order_number, json_extract(CAST(record AS TEXT), '$.order.placed_on'), random()
        FROM orders WHERE record IS NOT NULL""",
)
