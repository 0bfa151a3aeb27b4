-- SPDX-License-Identifier: Apache-2.0
-- Who is who: councils, organisations, persons with their grants, devices, and the forms.
-- `number` grows with every change of an entry, so that a device asks only for what is new.

CREATE TABLE council (
    id     TEXT PRIMARY KEY,
    entry  BLOB NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id      BLOB PRIMARY KEY,
    council TEXT NOT NULL REFERENCES council (id),
    name    TEXT NOT NULL,
    number  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_council ON organisation (council);

CREATE TABLE person (
    id     BLOB PRIMARY KEY,
    name   TEXT NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A revoked grant stays: work made under it is held, not refused.
CREATE TABLE role_grant (
    person       BLOB NOT NULL REFERENCES person (id),
    role         TEXT NOT NULL,
    council      TEXT NOT NULL,
    organisation BLOB NOT NULL,
    revoked      INTEGER,
    PRIMARY KEY (person, role, council, organisation)
) STRICT, WITHOUT ROWID;

CREATE INDEX role_grant_council ON role_grant (council);

CREATE TABLE device (
    id           BLOB PRIMARY KEY,
    person       BLOB NOT NULL REFERENCES person (id),
    name         TEXT NOT NULL,
    -- SHA-256 of the token; the token itself is nowhere.
    token        BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    last_counter INTEGER NOT NULL,
    enrolled     INTEGER NOT NULL,
    last_sync    INTEGER,
    unsent       INTEGER NOT NULL,
    revoked      INTEGER,
    -- The device whose token this identity was made with: it is revoked together with that one.
    parent       BLOB REFERENCES device (id)
) STRICT, WITHOUT ROWID;

-- One-time codes, by their hash; used and expired ones are swept when the next is made.
CREATE TABLE enrolment (
    code    BLOB PRIMARY KEY CHECK (length(code) = 32),
    person  BLOB NOT NULL REFERENCES person (id),
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE form (
    id         TEXT NOT NULL,
    version    INTEGER NOT NULL,
    definition BLOB NOT NULL,
    number     INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
