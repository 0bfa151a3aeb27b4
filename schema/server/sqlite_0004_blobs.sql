-- SPDX-License-Identifier: Apache-2.0
-- Files: which records name them, which the server has, and which are on their way.
-- Their bytes are in the folder `blobs`, by their hash.

-- A projection of the records: who may send and fetch a file follows from the records that name it.
CREATE TABLE blob_name (
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    record BLOB NOT NULL CHECK (length(record) = 16),
    PRIMARY KEY (sha256, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_name_record ON blob_name (record);

-- A file that somebody of a scope has sent in full: knowing its hash gives nobody its bytes, nor
-- tells whether another organisation has the same one.
CREATE TABLE blob (
    sha256       BLOB NOT NULL CHECK (length(sha256) = 32),
    council      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    audience     TEXT NOT NULL,
    size         INTEGER NOT NULL CHECK (size >= 0),
    PRIMARY KEY (sha256, council, organisation, audience)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_place ON blob (council, organisation, size);

-- How far an upload is, its partial file tells; a finished one stays a while, for a sender that did
-- not hear of it.
CREATE TABLE upload (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    device       BLOB NOT NULL REFERENCES device (id),
    sha256       BLOB NOT NULL CHECK (length(sha256) = 32),
    record       BLOB NOT NULL CHECK (length(record) = 16),
    council      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    audience     TEXT NOT NULL,
    size         INTEGER NOT NULL CHECK (size >= 0),
    finished     INTEGER NOT NULL,
    touched      INTEGER NOT NULL,
    UNIQUE (device, sha256, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX upload_place ON upload (council, organisation, size);
CREATE INDEX upload_touched ON upload (touched);
