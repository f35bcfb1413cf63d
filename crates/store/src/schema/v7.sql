-- Version 7: whether the turns of a text have changed is told without reading them.

-- What the turns of each text come to, made anew at the end of every op that may have touched them.
CREATE TABLE turn_digest (
  text_id INTEGER PRIMARY KEY REFERENCES text (rowid) ON DELETE CASCADE,
  digest TEXT NOT NULL
) STRICT;
