-- SPDX-License-Identifier: Apache-2.0
-- The keys of what is sealed in the logs, in a small file of their own: destroying a row makes
-- every payload of one record unreadable, in the log and in every copy of it made later.

-- 256 random bits for each record of case data.
CREATE TABLE record_key (
    record BLOB PRIMARY KEY CHECK (length(record) = 16),
    secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT, WITHOUT ROWID;
