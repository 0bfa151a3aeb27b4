-- SPDX-License-Identifier: Apache-2.0
-- The SHA-256 of each form and each name, so that a damaged byte is noticed: the server has them,
-- and they are fetched anew. What was there before is sealed in the same transaction.

ALTER TABLE form ADD COLUMN seal BLOB;
ALTER TABLE directory ADD COLUMN seal BLOB;
