-- SPDX-License-Identifier: Apache-2.0
-- Whether the council has accepted, approved or published what a record says, so that a list tells
-- what is stored from what is reviewed. A line is made anew when its record is, and so knows.

ALTER TABLE line ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1));

CREATE INDEX line_reviewed ON line (record) WHERE reviewed = 1;

INSERT OR IGNORE INTO line_due SELECT record FROM line WHERE form = 'quarterly_return';
