-- SPDX-License-Identifier: Apache-2.0
-- Files that records on this device name. Their bytes are in the folder `evidence`, by their hash,
-- where this device has them.

CREATE TABLE evidence (
    record     BLOB NOT NULL,
    sha256     BLOB NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    -- 1 where it was attached here: this device is to send it.
    own        INTEGER NOT NULL,
    -- 1 once the server said that it has it.
    present    INTEGER NOT NULL,
    PRIMARY KEY (record, sha256)
) STRICT, WITHOUT ROWID;

-- What is to be asked about or sent is few among many, and small ones go first.
CREATE INDEX evidence_absent ON evidence (size) WHERE present = 0;
CREATE INDEX evidence_file ON evidence (sha256);
