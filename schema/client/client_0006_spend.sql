-- SPDX-License-Identifier: Apache-2.0
-- The rows of spending ledgers, made from the files that records of `spend_ledger` name, and made
-- again from them whenever they are lost, so nothing rests on them. The file is what travels.

-- A file that was read, or is being read. Rows count only when `whole` is 1, so that a reading
-- which was stopped leaves no figure behind.
CREATE TABLE ledger (
    record  BLOB PRIMARY KEY,
    sha256  BLOB NOT NULL,
    whole   INTEGER NOT NULL CHECK (whole IN (0, 1)),
    started INTEGER NOT NULL,
    rows    INTEGER NOT NULL,
    pence   INTEGER NOT NULL,
    aside   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- In the order of the file, so that a million rows are written at the end of one tree.
CREATE TABLE ledger_row (
    record    BLOB NOT NULL,
    line      INTEGER NOT NULL,
    -- Days since 1970, and the quarter of the financial year: 4 × year + 0 to 3.
    day       INTEGER NOT NULL,
    quarter   INTEGER NOT NULL,
    pence     INTEGER NOT NULL,
    supplier  TEXT NOT NULL,
    -- The same for every spelling of one name.
    known_as  TEXT NOT NULL,
    number    TEXT NOT NULL,
    postcode  TEXT NOT NULL,
    category  TEXT NOT NULL,
    exclusion TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- The same for one payment in two files.
    payment   INTEGER NOT NULL,
    PRIMARY KEY (record, line)
) STRICT, WITHOUT ROWID;

-- What this person may not have any more goes at once, and not when it is next looked at.
CREATE TRIGGER ledger_record_gone AFTER DELETE ON record BEGIN
    DELETE FROM ledger_row WHERE record = OLD.id;
    DELETE FROM ledger WHERE record = OLD.id;
END;
