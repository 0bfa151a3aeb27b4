-- SPDX-License-Identifier: Apache-2.0
-- What waits after a restore: since when, for what, and in which order it is to be taken.

-- When the server first answered; a row of before this step counts from it.
ALTER TABLE answer ADD COLUMN received INTEGER NOT NULL DEFAULT 0;

-- For what the change waits that is held as `change.awaiting`: for its record, or, being a step of
-- a return, for any of the records that the return was made from as well. Empty for all else.
ALTER TABLE answer ADD COLUMN awaits TEXT CHECK (awaits IN ('record', 'records'));

-- The sequence that such a change had before, or that it was made upon.
ALTER TABLE answer ADD COLUMN place INTEGER NOT NULL DEFAULT 0;

UPDATE answer SET received = unixepoch() * 1000 WHERE held IS NOT NULL;

UPDATE answer
SET awaits = CASE json_extract(CAST(held AS TEXT), '$.kind')
        WHEN 'step' THEN 'records' ELSE 'record' END,
    place = coalesce(
        json_extract(CAST(held AS TEXT), '$.former[0]'),
        json_extract(CAST(held AS TEXT), '$.base'),
        0
    )
WHERE held IS NOT NULL
    AND json_extract(CAST(outcome AS TEXT), '$.result.held.code') = 'change.awaiting';

-- How much of a device waits, and for which records, without reading any of it.
CREATE INDEX answer_awaiting ON answer (device, counter, record) WHERE awaits IS NOT NULL;

-- Steps are judged again whatever comes, and are few.
CREATE INDEX answer_awaiting_steps ON answer (device) WHERE awaits = 'records';
