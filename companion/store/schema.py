"""The tables of the first version. Instants are microseconds since 1970, UTC."""

from __future__ import annotations

# What is never changed: the journal vouches for every capture and every act of the user.
JOURNAL = (
    """CREATE TABLE journal (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # Also stops INSERT OR REPLACE, which would delete without asking the trigger above.
    """CREATE TRIGGER journal_continues BEFORE INSERT ON journal
        WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM journal)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)

CAPTURES = (
    """CREATE TABLE captures (
        journal_number INTEGER PRIMARY KEY REFERENCES journal (number),
        capture_id TEXT NOT NULL UNIQUE,
        visit_id TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        time_zone TEXT,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        language TEXT,
        trigger TEXT NOT NULL,
        account TEXT,
        browser TEXT NOT NULL,
        extension_version TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX captures_by_visit ON captures (visit_id)",
    "CREATE INDEX captures_by_time ON captures (captured_at, capture_id)",
    """CREATE TABLE parts (
        journal_number INTEGER NOT NULL REFERENCES captures (journal_number),
        position INTEGER NOT NULL,
        role TEXT NOT NULL,
        sha256 TEXT,
        media_type TEXT NOT NULL,
        url TEXT,
        request TEXT,
        transport TEXT,
        frame_id TEXT,
        size INTEGER,
        fetched_at INTEGER,
        lazy INTEGER NOT NULL,
        unavailable TEXT,
        PRIMARY KEY (journal_number, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX parts_by_sha256 ON parts (sha256) WHERE sha256 IS NOT NULL",
    "CREATE INDEX resources_by_url ON parts (url) WHERE role = 'resource' AND sha256 IS NOT NULL",
    # A row here says that the file of this name is durable.
    """CREATE TABLE blobs (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        stored_size INTEGER NOT NULL,
        added_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

# All of these can be rebuilt from the captures.
RECORDS = (
    # A capture is parsed when it has a row here. page_kind: the kind of its page, else of its answers.
    """CREATE TABLE readings (
        journal_number INTEGER PRIMARY KEY REFERENCES captures (journal_number),
        page_kind TEXT NOT NULL,
        parsed_at INTEGER NOT NULL
    ) STRICT""",
    # The captures without such a row, so that they are found at once among very many.
    """CREATE TABLE unparsed (
        journal_number INTEGER PRIMARY KEY REFERENCES captures (journal_number)
    ) STRICT""",
    """CREATE TRIGGER capture_is_unparsed AFTER INSERT ON captures
        BEGIN INSERT INTO unparsed VALUES (NEW.journal_number); END""",
    """CREATE TRIGGER reading_is_made AFTER INSERT ON readings
        BEGIN DELETE FROM unparsed WHERE journal_number = NEW.journal_number; END""",
    """CREATE TRIGGER reading_is_removed AFTER DELETE ON readings
        BEGIN INSERT INTO unparsed VALUES (OLD.journal_number); END""",
    # Which kinds a capture shows as a frozen page, and of which it gives the data.
    """CREATE TABLE reading_kinds (
        journal_number INTEGER NOT NULL REFERENCES readings (journal_number),
        page_kind TEXT NOT NULL,
        has_page INTEGER NOT NULL,
        has_data INTEGER NOT NULL,
        captured_at INTEGER NOT NULL,
        PRIMARY KEY (journal_number, page_kind)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reading_kinds_with_data ON reading_kinds (page_kind, captured_at) WHERE has_data = 1",
    # Visits with a frozen page of a kind whose answer did not come or was not understood.
    """CREATE TABLE unanswered (
        visit_id TEXT NOT NULL,
        page_kind TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        PRIMARY KEY (visit_id, page_kind)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE problems (
        journal_number INTEGER NOT NULL REFERENCES readings (journal_number),
        position INTEGER NOT NULL,
        page_kind TEXT NOT NULL,
        field TEXT NOT NULL,
        place TEXT NOT NULL,
        excerpt TEXT NOT NULL,
        PRIMARY KEY (journal_number, position)
    ) STRICT, WITHOUT ROWID""",
    # record: the OrderRecord as JSON. fold: where its fields come from. Both are folded from the sightings
    # up to (folded_at, folded_capture_id); stale says that they have to be folded anew.
    """CREATE TABLE orders (
        order_number INTEGER PRIMARY KEY,
        marketplace TEXT NOT NULL,
        order_id TEXT NOT NULL,
        record BLOB,
        fold BLOB,
        folded_at INTEGER,
        folded_capture_id TEXT,
        stale INTEGER NOT NULL,
        UNIQUE (marketplace, order_id)
    ) STRICT""",
    "CREATE INDEX orders_stale ON orders (order_number) WHERE stale = 1",
    # What one capture said of one order; equal words are kept once.
    """CREATE TABLE sighting_contents (
        content_number INTEGER PRIMARY KEY,
        order_number INTEGER NOT NULL REFERENCES orders (order_number),
        hash BLOB NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (order_number, hash)
    ) STRICT""",
    """CREATE TABLE sightings (
        order_number INTEGER NOT NULL REFERENCES orders (order_number),
        journal_number INTEGER NOT NULL REFERENCES captures (journal_number),
        position INTEGER NOT NULL,
        page_kind TEXT NOT NULL,
        content_number INTEGER NOT NULL REFERENCES sighting_contents (content_number),
        PRIMARY KEY (order_number, journal_number, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sightings_by_capture ON sightings (journal_number)",
    "CREATE INDEX sightings_by_content ON sightings (content_number)",
)

# What the user did, and what the user was told; never rebuilt.
USER = (
    """CREATE TABLE pairings (
        pairing_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        origin TEXT NOT NULL,
        key BLOB NOT NULL CHECK (length(key) = 32),
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER,
        revoked_at INTEGER
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE notices (
        notice_id TEXT PRIMARY KEY,
        notice BLOB NOT NULL,
        made_at INTEGER NOT NULL,
        channel TEXT,
        told_at INTEGER,
        CHECK ((channel IS NULL) = (told_at IS NULL))
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX notices_open ON notices (made_at) WHERE told_at IS NULL",
)
