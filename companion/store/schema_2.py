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

# How much of the site's list has been seen: what one answer or page said of it. Goes with its reading.
COMPLETENESS = (
    """CREATE TABLE coverage (
        journal_number INTEGER NOT NULL REFERENCES readings (journal_number) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        marketplace TEXT NOT NULL,
        page_kind TEXT NOT NULL,
        source TEXT NOT NULL,
        visit_id TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        tab TEXT,
        page INTEGER,
        shown INTEGER NOT NULL,
        has_more INTEGER,
        counts TEXT,
        PRIMARY KEY (journal_number, position)
    ) STRICT, WITHOUT ROWID""",
    # Of its record, so that orders in a state are counted without reading them all.
    "ALTER TABLE orders ADD COLUMN state TEXT",
    "UPDATE orders SET state = json_extract(CAST(record AS TEXT), '$.order.state') WHERE record IS NOT NULL",
    "CREATE INDEX orders_by_state ON orders (state, marketplace)",
    "CREATE INDEX coverage_by_visit ON coverage (visit_id)",
    "CREATE INDEX coverage_by_time ON coverage (marketplace, captured_at)",
    "CREATE INDEX coverage_counts ON coverage (marketplace, captured_at) WHERE counts IS NOT NULL",
    # The list of all orders; lists of one state are part of it.
    """CREATE INDEX coverage_lists ON coverage (marketplace, captured_at)
        WHERE page_kind = 'order_list' AND has_more IS NOT NULL AND (tab IS NULL OR tab = 'all')""",
    """CREATE INDEX coverage_ends ON coverage (marketplace, captured_at)
        WHERE page_kind = 'order_list' AND has_more = 0 AND (tab IS NULL OR tab = 'all')""",
)

# Which fields each reading gave and which it could not, so that a kind that used to be understood and no
# longer is shows within its newest visits. What the user was told of it stands among the notices.
DRIFT = (
    "ALTER TABLE problems ADD COLUMN source TEXT NOT NULL DEFAULT 'api'",
    # Few and much alike; words parted and enclosed by blanks.
    """CREATE TABLE field_sets (
        set_number INTEGER PRIMARY KEY,
        fields TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE field_readings (
        journal_number INTEGER NOT NULL REFERENCES readings (journal_number) ON DELETE CASCADE,
        marketplace TEXT NOT NULL,
        page_kind TEXT NOT NULL,
        source TEXT NOT NULL,
        visit_id TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        given_set INTEGER NOT NULL REFERENCES field_sets (set_number),
        failed_set INTEGER NOT NULL REFERENCES field_sets (set_number),
        PRIMARY KEY (journal_number, marketplace, page_kind, source)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX field_readings_by_time ON field_readings (marketplace, page_kind, source, captured_at)",
    """CREATE INDEX field_readings_by_set
        ON field_readings (marketplace, page_kind, source, given_set, captured_at)""",
)

# One index over orders, lines, parcels, disputes, messages and pages.
#
# item_number begins with the second the item belongs to, so the index gives the newest first by itself.
# The index keeps no text of its own; an entry is taken out by giving its words again, made from `text`.
SEARCH = (
    """CREATE TABLE search_items (
        item_number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        order_number INTEGER REFERENCES orders (order_number),
        journal_number INTEGER REFERENCES captures (journal_number),
        message_number INTEGER REFERENCES messages (message_number),
        capture_id TEXT,
        page_kind TEXT,
        at INTEGER NOT NULL,
        title TEXT NOT NULL,
        seller TEXT,
        hash BLOB NOT NULL,
        text BLOB NOT NULL,
        CHECK ((order_number IS NOT NULL) + (journal_number IS NOT NULL) + (message_number IS NOT NULL) = 1)
    ) STRICT""",
    "CREATE INDEX search_items_by_order ON search_items (order_number) WHERE order_number IS NOT NULL",
    "CREATE INDEX search_items_by_capture ON search_items (journal_number) WHERE journal_number IS NOT NULL",
    "CREATE INDEX search_items_by_message ON search_items (message_number) WHERE message_number IS NOT NULL",
    """CREATE VIRTUAL TABLE search_index USING fts5(
        words, content = '', columnsize = 0, prefix = '3',
        tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")""",
)

# Captures that are gone, by the user's will or after their time.
REMOVAL = (
    # Stands in the place of a capture; the journal seals it in an entry of its own.
    """CREATE TABLE tombstones (
        journal_number INTEGER PRIMARY KEY REFERENCES journal (number),
        capture_id TEXT NOT NULL UNIQUE,
        page_kind TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        removed_at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        removal_number INTEGER NOT NULL UNIQUE REFERENCES journal (number)
    ) STRICT""",
    # Bytes that only captures named that are gone. has_file: their file may still be there.
    """CREATE TABLE removed_blobs (
        sha256 TEXT PRIMARY KEY,
        removed_at INTEGER NOT NULL,
        has_file INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX removed_blobs_with_file ON removed_blobs (sha256) WHERE has_file = 1",
    # The products of every order, so that the pages of what was bought are told from the others.
    """CREATE TABLE order_products (
        product_id TEXT NOT NULL,
        order_number INTEGER NOT NULL REFERENCES orders (order_number),
        PRIMARY KEY (product_id, order_number)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX order_products_by_order ON order_products (order_number)",
    # Folded anew, the orders of the first version fill the table of products.
    "UPDATE orders SET stale = 1",
)

# What captures say when they are read anew, until the records they touch are turned over to it.
# Without content: the capture no longer speaks of this order.
REREADING = (
    """CREATE TABLE next_sightings (
        order_number INTEGER NOT NULL REFERENCES orders (order_number),
        journal_number INTEGER NOT NULL REFERENCES captures (journal_number),
        position INTEGER NOT NULL,
        page_kind TEXT NOT NULL,
        content_number INTEGER REFERENCES sighting_contents (content_number),
        source TEXT NOT NULL DEFAULT 'api',
        PRIMARY KEY (order_number, journal_number, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX next_sightings_by_capture ON next_sightings (journal_number)",
    "CREATE INDEX next_sightings_by_content ON next_sightings (content_number)",
)

# What each paired browser last said of itself.
BROWSERS = (
    """CREATE TABLE browser_reports (
        pairing_id TEXT PRIMARY KEY REFERENCES pairings (pairing_id),
        reported_at INTEGER NOT NULL,
        report BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

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

# Conversations. What captures say of them is kept as it was said; which of it is one message, and which
# conversation a page without an id belongs to, is derived.
THREADS = (
    # What captures call a conversation: its id, else its order, its seller or its visit. thread_number: the
    # name of the conversation it belongs to, often itself.
    """CREATE TABLE thread_names (
        name_number INTEGER PRIMARY KEY,
        marketplace TEXT NOT NULL,
        name TEXT NOT NULL,
        thread_number INTEGER REFERENCES thread_names (name_number),
        UNIQUE (marketplace, name)
    ) STRICT""",
    "CREATE INDEX thread_names_by_thread ON thread_names (thread_number)",
    # The orders and sellers that the sightings of a name speak of.
    """CREATE TABLE thread_links (
        name_number INTEGER NOT NULL REFERENCES thread_names (name_number),
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (name_number, kind, value)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX thread_links_by_value ON thread_links (kind, value)",
    # One reading of a conversation. is_next: read anew, and not taken over yet; position -1 then says that
    # the capture no longer speaks of it.
    """CREATE TABLE thread_sightings (
        sighting_number INTEGER PRIMARY KEY,
        name_number INTEGER NOT NULL REFERENCES thread_names (name_number),
        journal_number INTEGER NOT NULL REFERENCES captures (journal_number),
        position INTEGER NOT NULL,
        is_next INTEGER NOT NULL,
        captured_at INTEGER NOT NULL,
        source TEXT NOT NULL,
        is_pushed INTEGER NOT NULL,
        is_complete INTEGER NOT NULL,
        seller BLOB,
        order_ids BLOB NOT NULL,
        UNIQUE (name_number, journal_number, position, is_next)
    ) STRICT""",
    "CREATE INDEX thread_sightings_by_capture ON thread_sightings (journal_number)",
    # When a name was last seen is asked for every conversation of a list, so it is found by one look.
    "CREATE INDEX thread_sightings_by_time ON thread_sightings (name_number, is_next, captured_at)",
    "CREATE INDEX thread_sightings_next ON thread_sightings (name_number) WHERE is_next = 1",
    # The words of a message; equal ones of one name are kept once. The keys are what it is found again by.
    """CREATE TABLE message_contents (
        content_number INTEGER PRIMARY KEY,
        name_number INTEGER NOT NULL REFERENCES thread_names (name_number),
        hash BLOB NOT NULL,
        message_id TEXT,
        face INTEGER NOT NULL,
        other_face INTEGER,
        words INTEGER NOT NULL,
        is_timed INTEGER NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (name_number, hash)
    ) STRICT""",
    "CREATE INDEX message_contents_by_id ON message_contents (name_number, message_id)"
    " WHERE message_id IS NOT NULL",
    "CREATE INDEX message_contents_by_face ON message_contents (name_number, face)",
    "CREATE INDEX message_contents_by_other_face ON message_contents (name_number, other_face)"
    " WHERE other_face IS NOT NULL",
    "CREATE INDEX message_contents_by_words ON message_contents (name_number, words)",
    """CREATE TABLE messages (
        message_number INTEGER PRIMARY KEY,
        thread_number INTEGER NOT NULL REFERENCES thread_names (name_number),
        author TEXT,
        at INTEGER,
        message_id TEXT
    ) STRICT""",
    "CREATE INDEX messages_by_thread ON messages (thread_number, at)",
    # One row of a reading. message_number: which message it is, NULL while the reading is not taken over.
    """CREATE TABLE message_sightings (
        sighting_number INTEGER NOT NULL REFERENCES thread_sightings (sighting_number) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        content_number INTEGER NOT NULL REFERENCES message_contents (content_number),
        not_before INTEGER,
        not_after INTEGER,
        message_number INTEGER REFERENCES messages (message_number),
        PRIMARY KEY (sighting_number, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX message_sightings_by_content ON message_sightings (content_number)",
    "CREATE INDEX message_sightings_by_message ON message_sightings (message_number)",
    # What a list shows of a conversation and takes reading all of it to know. Made when it is asked for, and
    # gone as soon as something of the conversation changes.
    """CREATE TABLE thread_summaries (
        thread_number INTEGER PRIMARY KEY REFERENCES thread_names (name_number) ON DELETE CASCADE,
        made_by TEXT NOT NULL,
        summary BLOB NOT NULL
    ) STRICT""",
    # Frames of the messenger that only say that something has come.
    """CREATE TABLE message_bells (
        journal_number INTEGER PRIMARY KEY REFERENCES captures (journal_number)
    ) STRICT""",
)
