-- SPDX-License-Identifier: Apache-2.0
-- What a person proves an approval with. The passphrase itself is nowhere: only the public half of
-- the key that it gives.

CREATE TABLE passphrase (
    person  BLOB PRIMARY KEY REFERENCES person (id),
    -- Ed25519; none until the person has set one.
    key     BLOB CHECK (length(key) = 32),
    -- Wrong ones in a row: after some none is looked at until an administrator makes a code.
    misses  INTEGER NOT NULL CHECK (misses >= 0),
    -- SHA-256 of the one-time code with which the next one is set.
    code    BLOB CHECK (length(code) = 32),
    expires INTEGER,
    CHECK ((code IS NULL) = (expires IS NULL))
) STRICT, WITHOUT ROWID;
