-- Schema of a study file, version 2: contents are stored once, members may answer, states get names.
-- The rules of version 1 hold. `content` is no table of facts: its rows are named by their hash, are
-- only ever added, and the trail names them by their hash, too.

-- Canonical texts (UTF-8) and originals. A row stays when nothing refers to it any more, so that
-- what was removed can be brought back.
CREATE TABLE content (
  rowid INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

INSERT OR IGNORE INTO content (sha256, bytes)
SELECT sha256, CAST(content AS BLOB) FROM text ORDER BY rowid;
INSERT OR IGNORE INTO content (sha256, bytes)
SELECT sha256, bytes FROM original ORDER BY rowid;

-- Tables are made anew under their own names: renaming one would look through every view.
CREATE TEMP TABLE old_original AS SELECT rowid AS n, uuid, source_id, sha256 FROM original;
DROP TABLE original;
CREATE TABLE original (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL UNIQUE REFERENCES source (rowid),
  sha256 TEXT NOT NULL REFERENCES content (sha256)
) STRICT;
INSERT INTO original SELECT n, uuid, source_id, sha256 FROM old_original;
DROP TABLE old_original;

CREATE TEMP TABLE old_text AS
SELECT rowid AS n, uuid, source_id, position, sha256, extraction FROM text;
DROP TABLE text;
CREATE TABLE text (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL REFERENCES content (sha256),
  extraction TEXT NOT NULL
) STRICT;
INSERT INTO text SELECT n, uuid, source_id, position, sha256, extraction FROM old_text;
DROP TABLE old_text;
CREATE INDEX text_by_source ON text (source_id);

CREATE TRIGGER text_is_immutable BEFORE UPDATE ON text
BEGIN SELECT RAISE(ABORT, 'a text is never changed; add a new version'); END;
CREATE TRIGGER original_is_immutable BEFORE UPDATE ON original
BEGIN SELECT RAISE(ABORT, 'an original is never changed; remove it and add another'); END;
CREATE TRIGGER content_is_immutable BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never changed; its hash names it'); END;
CREATE TRIGGER content_stays BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never removed; the trail may need it'); END;

-- Codings are called by the last digits of their UUID, which are random in every version of UUIDs.
CREATE INDEX coding_by_ending ON coding (substr(uuid, 29));

-- Somebody who was studied was shown a part of the analysis and answered.
CREATE TABLE member_check (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  informant_id INTEGER REFERENCES informant (rowid),
  party_id INTEGER REFERENCES party (rowid),
  date TEXT,
  response TEXT NOT NULL,
  revision TEXT NOT NULL,
  coder_id INTEGER REFERENCES coder (rowid),
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

-- What was shown: kind of row and its key (the uuid for codings); both empty for the study.
CREATE TABLE member_check_shown (
  member_check_id INTEGER NOT NULL REFERENCES member_check (rowid),
  position INTEGER NOT NULL,
  about_kind TEXT,
  about_key TEXT,
  PRIMARY KEY (member_check_id, position),
  CHECK ((about_kind IS NULL) = (about_key IS NULL))
) STRICT, WITHOUT ROWID;

-- A state of the study with a name; `op` is the id of the last op that it includes.
CREATE TABLE named_state (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  op TEXT NOT NULL,
  at TEXT,
  coder TEXT,
  note TEXT NOT NULL
) STRICT;

-- As in version 1, for SQLite before 3.41: there a subquery cannot be ordered by a column of the
-- query around it. The side that the source states where the party fills it, else the first one it fills.
DROP VIEW voice_case;
CREATE VIEW voice_case AS
WITH v AS MATERIALIZED (SELECT * FROM voice),
speaks AS MATERIALIZED (SELECT * FROM informant_speaks_for),
placed AS (
  SELECT v.source_id, v.speaker, v.interviewer, v.party_id, v.stated_side_id, s.case_id, s.position
  FROM v JOIN source_case s ON s.source_id = v.source_id
  WHERE v.informant_id IS NULL
    OR EXISTS (SELECT 1 FROM speaks k WHERE k.informant_id = v.informant_id AND k.case_id = s.case_id)
    OR NOT EXISTS (
      SELECT 1 FROM source_case o JOIN speaks k ON k.case_id = o.case_id
      WHERE o.source_id = v.source_id AND k.informant_id = v.informant_id)
  UNION ALL
  SELECT v.source_id, v.speaker, v.interviewer, v.party_id, v.stated_side_id, k.case_id, k.position
  FROM v JOIN speaks k ON k.informant_id = v.informant_id
  WHERE NOT EXISTS (SELECT 1 FROM source_case s WHERE s.source_id = v.source_id)
),
fills AS MATERIALIZED (
  SELECT c.case_id, p.party_id, c.side_id, c.position
  FROM case_side c
  JOIN case_side_party p ON p.case_id = c.case_id AND p.side_position = c.position
  WHERE c.side_id IS NOT NULL
)
SELECT
  source_id, speaker, case_id, position,
  CASE WHEN NOT interviewer THEN coalesce(
    (SELECT f.side_id FROM fills f
     WHERE f.case_id = placed.case_id AND f.party_id = placed.party_id AND f.side_id = placed.stated_side_id),
    (SELECT f.side_id FROM fills f
     WHERE f.case_id = placed.case_id AND f.party_id = placed.party_id ORDER BY f.position LIMIT 1),
    stated_side_id) END AS side_id
FROM placed;

-- One row a source that has a text: its current words.
CREATE VIEW texts AS
SELECT s.key AS source, CAST(c.bytes AS TEXT) AS text, t.sha256 AS sha256
FROM source s JOIN text t ON t.rowid = s.text_id JOIN content c ON c.sha256 = t.sha256;

-- One row a member check.
CREATE VIEW members AS
WITH shown AS MATERIALIZED (
  SELECT member_check_id, group_concat(what, ';') AS shown
  FROM (
    SELECT member_check_id, CASE WHEN about_kind IS NULL THEN 'study' ELSE about_kind || ':' || about_key END AS what
    FROM member_check_shown ORDER BY member_check_id, position)
  GROUP BY member_check_id
)
SELECT
  m.key AS key, i.key AS informant, coalesce(p.key, own.key) AS party, m.date AS date, shown.shown AS shown,
  m.response AS response, m.revision AS revision, coder.key AS coder
FROM member_check m
LEFT JOIN informant i ON i.rowid = m.informant_id
LEFT JOIN party p ON p.rowid = m.party_id
LEFT JOIN party own ON own.rowid = i.party_id
LEFT JOIN coder ON coder.rowid = m.coder_id
LEFT JOIN shown ON shown.member_check_id = m.rowid
ORDER BY m.position;
