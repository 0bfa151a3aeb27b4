-- SPDX-License-Identifier: Apache-2.0
-- Lines stand in a file of their own from here on (lines_0001_line.sql): a list is read while a
-- sync has this one for itself. What stays here is which of them are to be made again; a line that
-- nobody may read any more is removed by the program before this file says that it is gone.

DROP TRIGGER line_record_made;
DROP TRIGGER line_record_gone;
DROP TRIGGER line_change_made;
DROP TRIGGER line_change_moved;
DROP TRIGGER line_form_made;
DROP TRIGGER line_feed_read;
DROP TABLE line;

DELETE FROM fact WHERE key = 'lineMake';

CREATE TRIGGER line_record_made AFTER INSERT ON record BEGIN
    INSERT OR IGNORE INTO line_due VALUES (NEW.id);
END;

CREATE TRIGGER line_record_gone AFTER DELETE ON record BEGIN
    INSERT OR IGNORE INTO line_due VALUES (OLD.id);
END;

CREATE TRIGGER line_change_made AFTER INSERT ON journal BEGIN
    INSERT OR IGNORE INTO line_due VALUES (NEW.record);
END;

CREATE TRIGGER line_change_moved AFTER UPDATE ON journal BEGIN
    INSERT OR IGNORE INTO line_due VALUES (NEW.record);
END;

-- A newer form reads its records otherwise; what the server has not told of may be of it too.
CREATE TRIGGER line_form_made AFTER INSERT ON form BEGIN
    INSERT OR IGNORE INTO line_due
    SELECT id FROM record WHERE form = NEW.id
    UNION SELECT record FROM journal
        WHERE state IN ('saved', 'sent', 'stored', 'held', 'refused')
            AND record NOT IN (SELECT id FROM record);
END;
