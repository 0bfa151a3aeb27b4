-- SPDX-License-Identifier: Apache-2.0
-- How many answers a record lacks that its form came to need later, so that they are counted
-- without reading the records. Of a record whose line is due it is not known.

ALTER TABLE line ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;

CREATE INDEX line_missing ON line (record) WHERE missing > 0;
CREATE INDEX line_disputed ON line (record) WHERE conflicts > 0;

INSERT OR IGNORE INTO line_due SELECT record FROM line;
