-- SPDX-License-Identifier: Apache-2.0
-- One device: what its person wrote, and what the server last said.
-- Identifiers are the 16 bytes of a UUID, hashes 32 bytes, times milliseconds since 1970.

-- One row each: who this device is, where its server is, how far it has read.
-- The seal is the SHA-256 of the value, so that a damaged byte is noticed.
CREATE TABLE fact (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    seal  BLOB NOT NULL DEFAULT x''
) STRICT, WITHOUT ROWID;

-- Every change made here, in the order it was made. A change is saved when it stands here.
-- The number never changes; device and counter do, when a restored copy takes a new identity.
CREATE TABLE journal (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    device   BLOB NOT NULL,
    counter  INTEGER NOT NULL,
    id       BLOB NOT NULL UNIQUE,
    record   BLOB NOT NULL,
    change   BLOB NOT NULL,
    -- The SHA-256 of the change: what a person wrote is never read wrongly.
    seal     BLOB NOT NULL,
    -- Dropped: a mended one took its place. A check of the table finds any other word.
    state    TEXT NOT NULL CHECK (
        state IN ('saved', 'sent', 'stored', 'held', 'refused', 'dropped', 'purged', 'erased')
    ),
    sequence INTEGER,
    receipt  BLOB,
    problem  BLOB,
    -- 1 for a counter that a server, restored from a backup, wants again although its change was
    -- let go of: it is sent without content.
    owed     INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1)),
    UNIQUE (device, counter)
) STRICT;

CREATE INDEX journal_record ON journal (record);
CREATE INDEX journal_state ON journal (state, number);
CREATE INDEX journal_owed ON journal (number) WHERE owed = 1;

-- What the server said of each record. Own changes that it has not told of yet are laid over it
-- whenever it is read.
CREATE TABLE record (
    id           BLOB PRIMARY KEY,
    council      TEXT NOT NULL,
    organisation BLOB,
    audience     TEXT NOT NULL,
    form         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL,
    state        BLOB NOT NULL,
    hash         BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX record_form ON record (form);
CREATE INDEX record_conflicts ON record (conflicts) WHERE conflicts > 0;

-- Pages of a pull that is not complete yet; they become visible together, or never.
CREATE TABLE staged (
    id    BLOB PRIMARY KEY,
    state BLOB NOT NULL,
    hash  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What this person receives, and the digest that the device's own records of it add up to.
CREATE TABLE feed (
    feed   TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    up_to  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE form (
    id         TEXT NOT NULL,
    version    INTEGER NOT NULL,
    definition BLOB NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- The names of councils, organisations and persons, by their kind and identifier.
CREATE TABLE directory (
    id    TEXT PRIMARY KEY,
    entry BLOB NOT NULL
) STRICT, WITHOUT ROWID;
