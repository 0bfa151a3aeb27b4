-- SPDX-License-Identifier: Apache-2.0
-- What the directory says of a person now names their devices: those that were told of them before
-- are told again, by a new number.

UPDATE setting SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'number';

UPDATE person
SET number = (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'number')
WHERE id IN (SELECT person FROM device);
