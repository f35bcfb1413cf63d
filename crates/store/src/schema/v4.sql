-- Version 4: numbers printed beside paragraphs and lines, and times of places, stand beside the text.

CREATE TABLE locator (
  text_id INTEGER NOT NULL REFERENCES text (rowid),
  position INTEGER NOT NULL,
  start INTEGER NOT NULL,
  -- A number printed beside the paragraph or line, and up to where it holds: the end of the line of the text.
  number TEXT,
  "end" INTEGER,
  -- A time that is told of the place.
  timestamp_ms INTEGER,
  PRIMARY KEY (text_id, position),
  CHECK ((number IS NULL) = ("end" IS NULL)),
  CHECK ((number IS NULL) <> (timestamp_ms IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER locator_is_immutable BEFORE UPDATE ON locator
BEGIN SELECT RAISE(ABORT, 'the numbers and times of a text are never changed; add a new version of the text'); END;

-- One row a placed coding.
DROP VIEW quotations;
CREATE VIEW quotations AS
WITH placed_voice AS MATERIALIZED (
  SELECT source_id, speaker,
    group_concat(case_key, ';') AS cases,
    max(side_key) AS side,
    count(DISTINCT ifnull(side_key, '')) AS n_sides
  FROM (
    SELECT v.source_id, v.speaker, c.key AS case_key, s.key AS side_key
    FROM voice_case v
    JOIN study_case c ON c.rowid = v.case_id
    LEFT JOIN side s ON s.rowid = v.side_id
    ORDER BY v.source_id, v.speaker, v.position)
  GROUP BY 1, 2
),
speaking AS MATERIALIZED (
  SELECT v.source_id, v.speaker, v.label, v.interviewer, p.cases,
    CASE WHEN p.n_sides = 1 AND p.side IS NOT NULL THEN p.side ELSE stated.key END AS side,
    party.key AS party, i.key AS informant, i.title AS title
  FROM voice v
  LEFT JOIN placed_voice p ON p.source_id = v.source_id AND p.speaker = v.speaker
  LEFT JOIN side stated ON stated.rowid = v.stated_side_id
  LEFT JOIN party ON party.rowid = v.party_id
  LEFT JOIN informant i ON i.rowid = v.informant_id
),
named AS MATERIALIZED (
  SELECT p.code_id, c.key, c.marker, c.name, l.key AS level, p.category, p.theme, p.dimension, p.path
  FROM code_path p JOIN code c ON c.rowid = p.code_id JOIN level l ON l.rowid = c.level_id
),
given AS MATERIALIZED (
  SELECT coding_id, json_group_object(facet, value) AS facets
  FROM (
    SELECT x.coding_id, f.key AS facet, coalesce(v.key, x.assignment) AS value
    FROM coding_facet x JOIN facet f ON f.rowid = x.facet_id LEFT JOIN facet_value v ON v.rowid = x.value_id
    ORDER BY x.coding_id, f.key)
  GROUP BY coding_id
)
SELECT
  q.uuid AS id,
  s.key AS source,
  s.kind AS source_kind,
  coalesce(about_case.key, w.cases) AS cases,
  w.cases AS speaker_cases,
  w.side AS side,
  w.party AS party,
  w.informant AS informant,
  w.title AS title,
  w.label AS speaker,
  ifnull(w.interviewer, 0) AS interviewer,
  (SELECT told.timestamp_ms FROM (
     SELECT t.label_start AS start, t.timestamp_ms FROM turn t
     WHERE t.text_id = s.text_id AND t.position = q.turn AND t.timestamp_ms IS NOT NULL
     UNION ALL
     SELECT m.start, m.timestamp_ms FROM locator m
     WHERE m.text_id = s.text_id AND m.start <= q.start AND m.timestamp_ms IS NOT NULL
     ORDER BY 1 DESC, 2 DESC LIMIT 1) told) AS timestamp_ms,
  q.line AS line,
  (SELECT p.name FROM page p WHERE p.text_id = s.text_id AND p.start <= q.start ORDER BY p.position DESC LIMIT 1)
    AS page,
  (SELECT m.number FROM locator m WHERE m.text_id = s.text_id AND m.start <= q.start AND q.start <= m."end"
   ORDER BY m.start DESC, m.position DESC LIMIT 1) AS number,
  q.start AS start,
  q."end" AS "end",
  q.quotation AS quotation,
  c.key AS code,
  c.marker AS marker,
  c.name AS code_name,
  c.level AS level,
  c.category AS category,
  c.theme AS theme,
  c.dimension AS dimension,
  c.path AS path,
  coder.key AS coder,
  about_case.key AS about_case,
  about_side.key AS about_side,
  q.weight AS weight,
  ifnull(given.facets, '{}') AS facets,
  q.memo AS memo
FROM coding q
JOIN source s ON s.rowid = q.source_id
JOIN coder ON coder.rowid = q.coder_id
LEFT JOIN speaking w ON w.source_id = q.source_id AND w.speaker = ifnull(q.speaker, -1)
LEFT JOIN named c ON c.code_id = q.code_id
LEFT JOIN given ON given.coding_id = q.rowid
LEFT JOIN study_case about_case ON about_case.rowid = q.about_case_id
LEFT JOIN side about_side ON about_side.rowid = q.about_side_id
WHERE q.start IS NOT NULL;
