-- SPDX-License-Identifier: Apache-2.0
-- Forms, and next versions of forms, that were not published yet: nobody else knows of them, and no
-- record is ever made with one. The next draft of a form takes the place of the one before.

CREATE TABLE form_draft (
    form       TEXT PRIMARY KEY,
    -- As in `form`; the version is the one that it was to become when it was kept.
    definition BLOB NOT NULL,
    -- The SHA-256 of the definition, so that a damaged byte is noticed.
    seal       BLOB NOT NULL,
    kept       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
