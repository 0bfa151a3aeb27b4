-- SPDX-License-Identifier: Apache-2.0
-- What was erased, who must still remove it, and what finds the records of one participant.

-- Which case records name which participant now, as their fields say: an identifier or whatever
-- the organisation calls them. It goes with the record.
CREATE TABLE mention (
    record       BLOB NOT NULL,
    subject      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    PRIMARY KEY (record, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX mention_subject ON mention (subject, organisation);

-- One row an erasure, with random identifiers, codes and times only. The number grows with time,
-- also where an older copy of this file was put back, so that a device asks for what is new.
CREATE TABLE erasure (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    number       INTEGER NOT NULL UNIQUE,
    council      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    entry        BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every record that is gone: a late change of it is refused, its payloads are not missing.
CREATE TABLE erased (
    record  BLOB PRIMARY KEY CHECK (length(record) = 16),
    erasure BLOB NOT NULL REFERENCES erasure (id)
) STRICT, WITHOUT ROWID;

-- Which device said that it removed what an erasure names.
CREATE TABLE erasure_confirmed (
    erasure   BLOB NOT NULL REFERENCES erasure (id),
    device    BLOB NOT NULL REFERENCES device (id),
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (erasure, device)
) STRICT, WITHOUT ROWID;

-- Feeds that a device lost: it is asked to remove what it holds of them, and says when it has.
CREATE TABLE purge (
    device    BLOB NOT NULL REFERENCES device (id),
    feed      TEXT NOT NULL,
    since     INTEGER NOT NULL,
    confirmed INTEGER,
    PRIMARY KEY (device, feed)
) STRICT, WITHOUT ROWID;

-- Records that must not be erased, such as evidence in a court's matter.
CREATE TABLE legal_hold (
    record    BLOB PRIMARY KEY CHECK (length(record) = 16),
    authority TEXT NOT NULL
) STRICT, WITHOUT ROWID;
