-- SPDX-License-Identifier: Apache-2.0
-- The record that a line is about, so that a visit is found by the name of the person. What they
-- are called stands in their own line alone: it changes there.

ALTER TABLE line ADD COLUMN subject BLOB;

CREATE INDEX line_subject ON line (subject) WHERE subject IS NOT NULL;
