-- SPDX-License-Identifier: Apache-2.0
-- What figures read of each pulled record of the forms of which there are many: made from `record`
-- and the forms, and made again from them whenever it is lost, so nothing rests on it. Work of
-- this device that the server has not told of is in none of it: it is laid over when it is read.

-- The forms and scopes of these records, each once: there are few, and each row names one.
CREATE TABLE counted_place (
    number       INTEGER PRIMARY KEY,
    form         TEXT NOT NULL,
    council      TEXT NOT NULL,
    organisation BLOB,
    audience     TEXT NOT NULL
) STRICT;

CREATE TABLE counted (
    record BLOB PRIMARY KEY,
    place  INTEGER NOT NULL,
    -- A few answers as bytes (Sources/Figures/Entries).
    entry  BLOB NOT NULL,
    -- A check number of all the others, so that a damaged byte is noticed.
    seal   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Records of which it is to be made. A row that may be wrong goes in the same transaction: a record
-- of these forms that was not deleted stands in one of the two tables.
CREATE TABLE counted_due (
    record BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO counted_due
SELECT id FROM record WHERE form IN ('participant', 'enrolment', 'contact', 'outcome');

CREATE TRIGGER counted_record_made AFTER INSERT ON record BEGIN
    DELETE FROM counted WHERE record = NEW.id;
    INSERT OR IGNORE INTO counted_due SELECT NEW.id
    WHERE NEW.form IN ('participant', 'enrolment', 'contact', 'outcome');
END;

CREATE TRIGGER counted_record_moved AFTER UPDATE ON record BEGIN
    DELETE FROM counted WHERE record IN (OLD.id, NEW.id);
    INSERT OR IGNORE INTO counted_due SELECT NEW.id
    WHERE NEW.form IN ('participant', 'enrolment', 'contact', 'outcome');
END;

-- What this person may not have any more goes at once, and not when it is next looked at.
CREATE TRIGGER counted_record_gone AFTER DELETE ON record BEGIN
    DELETE FROM counted WHERE record = OLD.id;
    DELETE FROM counted_due WHERE record = OLD.id;
END;
