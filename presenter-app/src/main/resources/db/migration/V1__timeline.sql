-- The timeline. Times are microseconds since 1970 by the timeline's own clock, which never goes back.

-- Tape 0 always runs; each import has one of its own. A tape that no recording names is not there any more, or not yet.
CREATE TABLE tape (
    id INTEGER PRIMARY KEY AUTOINCREMENT
);

-- Topics are said again and again: each stands here once.
CREATE TABLE topic (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- What happened. kind: 0 message, 1 outage, 2 clock set, 3 gap, 4 mark. flags of a message: quality of service, +4 if
-- retained. Of all the others topic is null and payload is JSON.
CREATE TABLE event (
    tape    INTEGER NOT NULL,
    at_us   INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    flags   INTEGER NOT NULL,
    topic   INTEGER REFERENCES topic (id),
    payload BLOB NOT NULL,
    PRIMARY KEY (tape, at_us)
) WITHOUT ROWID;

-- The world after the entry of that moment, and all before it.
CREATE TABLE checkpoint (
    tape  INTEGER NOT NULL,
    at_us INTEGER NOT NULL,
    world BLOB NOT NULL,
    PRIMARY KEY (tape, at_us)
);

-- What is to be added to the tape's clock from a moment on to get the time of day.
CREATE TABLE clock (
    tape      INTEGER NOT NULL,
    at_us     INTEGER NOT NULL,
    offset_us INTEGER NOT NULL,
    PRIMARY KEY (tape, at_us)
) WITHOUT ROWID;

-- Named stretches: from_us belongs to them, to_us does not, and is null as long as they go on. up: of which coming up of
-- the box it is the recording, or null if a person began it.
CREATE TABLE recording (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    tape    INTEGER NOT NULL,
    from_us INTEGER NOT NULL,
    to_us   INTEGER,
    kept    INTEGER NOT NULL,
    by      TEXT,
    up      TEXT UNIQUE
);

-- What entries mean, for people.
CREATE TABLE note (
    tape    INTEGER NOT NULL,
    at_us   INTEGER NOT NULL,
    nth     INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    vm      TEXT,
    node    TEXT,
    by      TEXT,
    text    TEXT NOT NULL,
    chapter INTEGER NOT NULL,
    PRIMARY KEY (tape, at_us, nth)
) WITHOUT ROWID;

-- Which messages were taken last, so that one that the broker delivers again is known: for each batch 10 bytes a message,
-- its packet identifier and a hash of its topic and payload.
CREATE TABLE receipt (
    id       INTEGER PRIMARY KEY,
    messages INTEGER NOT NULL,
    packets  BLOB NOT NULL
);
