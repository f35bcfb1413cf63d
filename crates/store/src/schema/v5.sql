-- Version 5: a reader need not learn the triggers that write the trail. They stand here as text, and a writer makes
-- those of the tables that it changes for itself, for as long as it has the file open. What stays with the
-- tables is short: it refuses changes that no trail would know of.

CREATE TABLE trail_trigger (
  name TEXT PRIMARY KEY,
  "table" TEXT NOT NULL,
  sql TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX trail_trigger_by_table ON trail_trigger ("table");

-- The tables whose changes the open op follows, each between blanks.
ALTER TABLE current_op ADD COLUMN followed TEXT NOT NULL DEFAULT ' ';
