-- SPDX-License-Identifier: Apache-2.0
-- One line a record, for lists and searches, in a file of their own, which no sync
-- locks: made from `record` and `journal`, and made again whenever it is lost, so nothing rests on
-- it.
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
    changed   INTEGER NOT NULL,
    author    BLOB,
    -- The record that it is about, so that a visit is found by the name of the person. What they
    -- are called stands in their own line alone: it changes there.
    subject   BLOB,
    -- How many answers it lacks that its form came to need later.
    missing   INTEGER NOT NULL,
    -- Whether the council has accepted, approved or published what it says.
    reviewed  INTEGER NOT NULL CHECK (reviewed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX line_changed ON line (changed, record);
CREATE INDEX line_form ON line (form, changed, record);
CREATE INDEX line_subject ON line (subject) WHERE subject IS NOT NULL;
CREATE INDEX line_missing ON line (record) WHERE missing > 0;
CREATE INDEX line_disputed ON line (record) WHERE conflicts > 0;
CREATE INDEX line_reviewed ON line (record) WHERE reviewed = 1;

-- One row: the mark that the store has beside it when these lines were made of it, and of no
-- earlier or other one; and the mark of the step before, which the store still has where it was cut
-- off between the two files.
CREATE TABLE made (
    mark   BLOB NOT NULL,
    former BLOB
) STRICT;

-- The records of the steps since the former mark: they are made again where the store has that.
CREATE TABLE step (
    record BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
