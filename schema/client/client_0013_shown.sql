-- SPDX-License-Identifier: Apache-2.0
-- A pull is shown by one row, and put in the place of what was here after that, some records at a
-- time: whoever saves meanwhile waits for some of them, and not for all.

-- Pages of a pull, with the columns of `record`: set aside until `showing` says that they show. What
-- was set aside of a pull that goes on is fetched again.
DELETE FROM fact WHERE key = 'stagedCursor';
DROP TABLE staged;

CREATE TABLE staged (
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

-- One row while what is staged shows, and is not all in its place yet.
CREATE TABLE showing (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;

-- What this device shows of what the server said of each record; a part of a pull never does.
CREATE VIEW shown AS
SELECT id, council, organisation, audience, form, version, conflicts, state, hash FROM record
WHERE NOT EXISTS (SELECT 1 FROM showing) OR id NOT IN (SELECT id FROM staged)
UNION ALL
SELECT id, council, organisation, audience, form, version, conflicts, state, hash
FROM showing CROSS JOIN staged;
