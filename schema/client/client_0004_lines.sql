-- SPDX-License-Identifier: Apache-2.0
-- One line a record, for lists and searches: made from `record` and `journal`, and made again from
-- them whenever it is lost, so nothing rests on it.
--
-- The words stand in an ordinary table, not in a full-text index: what is deleted here is
-- overwritten at once (secure_delete), and an index would keep it in its segments. Reading all
-- words of 50,000 records takes some hundredths of a second.

CREATE TABLE line (
    record    BLOB PRIMARY KEY,
    form      TEXT NOT NULL,
    -- The answer that names it.
    title     TEXT NOT NULL,
    -- Every word of its answers, small and without accents, each with a space before it.
    words     TEXT NOT NULL,
    work      TEXT NOT NULL CHECK (work IN ('saved', 'sent', 'stored', 'held', 'refused')),
    conflicts INTEGER NOT NULL,
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    -- 1 for one that the server has not told of.
    own       INTEGER NOT NULL CHECK (own IN (0, 1)),
    changed   INTEGER NOT NULL,
    author    BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX line_changed ON line (changed, record);
CREATE INDEX line_form ON line (form, changed, record);
CREATE INDEX line_own ON line (record) WHERE own = 1;

-- Records whose line is to be made before the next list is shown. A line that may be wrong goes
-- in the same transaction, so that none is ever found by what was erased.
CREATE TABLE line_due (
    record BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO line_due SELECT id FROM record UNION SELECT record FROM journal;

CREATE TRIGGER line_record_made AFTER INSERT ON record BEGIN
    DELETE FROM line WHERE record = NEW.id;
    INSERT OR IGNORE INTO line_due VALUES (NEW.id);
END;

CREATE TRIGGER line_record_gone AFTER DELETE ON record BEGIN
    DELETE FROM line WHERE record = OLD.id;
    INSERT OR IGNORE INTO line_due VALUES (OLD.id);
END;

CREATE TRIGGER line_change_made AFTER INSERT ON journal BEGIN
    DELETE FROM line WHERE record = NEW.record;
    INSERT OR IGNORE INTO line_due VALUES (NEW.record);
END;

CREATE TRIGGER line_change_moved AFTER UPDATE ON journal BEGIN
    DELETE FROM line WHERE record = NEW.record;
    INSERT OR IGNORE INTO line_due VALUES (NEW.record);
END;

-- A newer form reads its records otherwise.
CREATE TRIGGER line_form_made AFTER INSERT ON form BEGIN
    INSERT OR IGNORE INTO line_due SELECT record FROM line WHERE form = NEW.id;
END;

-- Told of everything, and not of a record that was stored: it may be gone.
CREATE TRIGGER line_feed_read AFTER INSERT ON feed BEGIN
    INSERT OR IGNORE INTO line_due SELECT record FROM line WHERE own = 1;
END;
