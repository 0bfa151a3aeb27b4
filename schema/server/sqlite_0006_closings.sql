-- SPDX-License-Identifier: Apache-2.0
-- Forms that were closed and opened again. Each act stays, so that it is known who did what, when
-- and why; the last one of a form says how it stands.

CREATE TABLE form_closing (
    number INTEGER PRIMARY KEY,
    form   TEXT NOT NULL,
    -- 0 for one that opened it again.
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    reason TEXT NOT NULL,
    person BLOB NOT NULL REFERENCES person (id),
    at     INTEGER NOT NULL
) STRICT;

-- How one form stands now.
CREATE INDEX form_closing_form ON form_closing (form, number);
