-- SPDX-License-Identifier: Apache-2.0
-- Records that are being filled in or edited: unsent work, kept until it is saved or thrown away.
-- Seals are the SHA-256 of what stands beside them, so that a damaged byte is noticed.

CREATE TABLE draft (
    -- That of the record, before there is one.
    id      BLOB PRIMARY KEY,
    -- All but the answers: form and version, where the person is, what an edit had seen.
    header  BLOB NOT NULL,
    seal    BLOB NOT NULL,
    touched INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row an answer, so that saving one costs the same however many there are.
CREATE TABLE draft_answer (
    draft BLOB NOT NULL,
    path  TEXT NOT NULL,
    -- JSON: the value now (null for none), and that of the record when the edit began.
    value BLOB NOT NULL,
    seal  BLOB NOT NULL,
    PRIMARY KEY (draft, path)
) STRICT, WITHOUT ROWID;
