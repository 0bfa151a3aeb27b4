-- SPDX-License-Identifier: Apache-2.0
-- One device: what its person wrote, and what the server last said.
-- Identifiers are the 16 bytes of a UUID, hashes 32 bytes, times milliseconds since 1970.

-- One row each: who this device is, where its server is, how far it has read.
CREATE TABLE fact (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change made here, in the order of its counter. A change is saved when it stands here.
CREATE TABLE journal (
    counter  INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    record   BLOB NOT NULL,
    change   BLOB NOT NULL,
    -- queued, stored, held, refused, or dropped once a mended one took its place.
    state    TEXT NOT NULL,
    sequence INTEGER,
    receipt  BLOB,
    problem  BLOB
) STRICT;

CREATE INDEX journal_record ON journal (record);
CREATE INDEX journal_state ON journal (state, counter);

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

CREATE TABLE directory (
    id    TEXT PRIMARY KEY,
    entry BLOB NOT NULL
) STRICT, WITHOUT ROWID;
