-- SPDX-License-Identifier: Apache-2.0
-- The log of each council, and the records as they follow from it.
-- Identifiers are the 16 bytes of a UUID, hashes 32 bytes, times milliseconds since 1970.

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A council is the shard: it has its own sequence without gaps and its own chain.
CREATE TABLE chain (
    council  TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- Append-only. The envelope holds nothing personal. The `payload` of case data is sealed under the
-- key of its record; the chain covers `payload_hash`, the hash of the sealed bytes, and still
-- verifies when that key is destroyed.
CREATE TABLE log (
    council      TEXT NOT NULL,
    sequence     INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    change       BLOB NOT NULL CHECK (length(change) = 16),
    device       BLOB NOT NULL CHECK (length(device) = 16),
    counter      INTEGER NOT NULL,
    record       BLOB,
    received_at  INTEGER NOT NULL,
    payload      BLOB NOT NULL,
    payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
    previous     BLOB NOT NULL CHECK (length(previous) = 32),
    hash         BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (council, sequence)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX log_change ON log (change);

-- The changes of one record, for taking their payloads out.
CREATE INDEX log_record ON log (record) WHERE record IS NOT NULL;

-- The key of idempotency: what a device sent under a counter.
CREATE UNIQUE INDEX log_device ON log (device, counter) WHERE kind = 'change';

-- A projection of the log: `verify` makes it anew and compares.
CREATE TABLE record (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    council      TEXT NOT NULL,
    organisation BLOB,
    audience     TEXT NOT NULL,
    form         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    -- 0 no conflict, 1 all are settled, 2 some are open.
    conflicts    INTEGER NOT NULL,
    state        BLOB NOT NULL,
    hash         BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- A feed is read in the order of versions, by one organisation or by the whole council.
CREATE INDEX record_organisation ON record (council, audience, organisation, version);
CREATE INDEX record_council ON record (council, audience, version);
-- Ranges of identifiers with their hashes, for a device that differs: a digest of many records is
-- read from here alone.
CREATE INDEX record_range ON record (council, audience, id, organisation, hash);
CREATE INDEX record_conflicts ON record (council, conflicts) WHERE conflicts > 0;

-- The sum of the hashes of a scope's records, kept by every write: two halves of 64 bits.
CREATE TABLE scope_digest (
    council      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    audience     TEXT NOT NULL,
    high         INTEGER NOT NULL,
    low          INTEGER NOT NULL,
    PRIMARY KEY (council, organisation, audience)
) STRICT, WITHOUT ROWID;

-- Answers that are not in the log, so that a repeated push is answered as the first time.
CREATE TABLE answer (
    device  BLOB NOT NULL,
    counter INTEGER NOT NULL,
    change  BLOB NOT NULL,
    outcome BLOB NOT NULL,
    -- The change itself where it is held for someone's decision.
    held    BLOB,
    -- What it was about, where that could be read: an erasure empties the answer.
    record  BLOB,
    PRIMARY KEY (device, counter)
) STRICT, WITHOUT ROWID;

-- What waits for a decision is few among many answers.
CREATE INDEX answer_held ON answer (change) WHERE held IS NOT NULL;
CREATE INDEX answer_record ON answer (record) WHERE record IS NOT NULL;
