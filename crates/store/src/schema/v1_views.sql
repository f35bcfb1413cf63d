-- Read-only views for R, Python and SQL; docs/views.md says what each column means.
-- They use stored quotations: cutting 100,000 out of their texts took 12 s, reading them 0.1 s.
-- They run on SQLite 3.38 and later, which is what Python and R bring along: no ORDER BY inside an
-- aggregate (3.44); a sorted subquery does the same.

-- The cases an informant speaks for: the listed ones, else every case of the party.
CREATE VIEW informant_speaks_for AS
SELECT informant_id, case_id, position FROM informant_case
UNION
SELECT i.rowid, p.case_id, c.position
FROM informant i
JOIN case_side_party p ON p.party_id = i.party_id
JOIN study_case c ON c.rowid = p.case_id
WHERE NOT EXISTS (SELECT 1 FROM informant_case l WHERE l.informant_id = i.rowid);

-- Who speaks: one row a source and speaker of its current text; speaker -1 is outside any turn.
-- The informant named for the label, else the only one of the source; the party of the informant,
-- else the only one of the source. `stated_side_id` is the only side the source names.
CREATE VIEW voice AS
SELECT
  v.source_id, v.speaker, v.label, v.interviewer,
  CASE WHEN NOT v.interviewer THEN coalesce(v.informant_id, one_informant.informant_id) END AS informant_id,
  CASE WHEN NOT v.interviewer THEN coalesce(i.party_id, one_party.party_id) END AS party_id,
  CASE WHEN NOT v.interviewer THEN one_side.side_id END AS stated_side_id
FROM (
  SELECT s.rowid AS source_id, p.position AS speaker, p.label, p.role = 'interviewer' AS interviewer, p.informant_id
  FROM source s JOIN speaker p ON p.text_id = s.text_id
  UNION ALL
  SELECT rowid, -1, NULL, 0, NULL FROM source
) v
LEFT JOIN (SELECT source_id, min(informant_id) AS informant_id FROM source_informant GROUP BY 1 HAVING count(*) = 1)
  one_informant ON one_informant.source_id = v.source_id
LEFT JOIN informant i ON i.rowid = coalesce(v.informant_id, one_informant.informant_id)
LEFT JOIN (SELECT source_id, min(party_id) AS party_id FROM source_party GROUP BY 1 HAVING count(*) = 1)
  one_party ON one_party.source_id = v.source_id
LEFT JOIN (SELECT source_id, min(side_id) AS side_id FROM source_side GROUP BY 1 HAVING count(*) = 1)
  one_side ON one_side.source_id = v.source_id;

-- The cases a voice speaks for, with the side it fills there. A source's own cases, or those of
-- them that the informant speaks for; a source without cases has those of its informant.
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
)
SELECT
  source_id, speaker, case_id, position,
  CASE WHEN NOT interviewer THEN coalesce((
    SELECT c.side_id FROM case_side c
    JOIN case_side_party p ON p.case_id = c.case_id AND p.side_position = c.position
    WHERE c.case_id = placed.case_id AND p.party_id = placed.party_id AND c.side_id IS NOT NULL
    ORDER BY c.side_id IS placed.stated_side_id DESC, c.position LIMIT 1), stated_side_id) END AS side_id
FROM placed;

-- Each code with itself and everything below it.
CREATE VIEW code_below AS
WITH RECURSIVE below(code_id, below_id) AS (
  SELECT rowid, rowid FROM code
  UNION ALL
  SELECT below.code_id, code.rowid FROM below JOIN code ON code.parent_id = below.below_id
)
SELECT code_id, below_id FROM below;

-- Each code with its names from the top down, and its ancestors on the first three printed levels.
CREATE VIEW code_path AS
WITH RECURSIVE rank(level_id, rank) AS MATERIALIZED (
  SELECT rowid, row_number() OVER (ORDER BY position) FROM level WHERE NOT open
),
path(code_id, path, depth, category, theme, dimension) AS (
  SELECT c.rowid, c.name, 0,
    CASE r.rank WHEN 1 THEN c.name END, CASE r.rank WHEN 2 THEN c.name END, CASE r.rank WHEN 3 THEN c.name END
  FROM code c LEFT JOIN rank r ON r.level_id = c.level_id
  WHERE c.parent_id IS NULL
  UNION ALL
  SELECT c.rowid, p.path || ' › ' || c.name, p.depth + 1,
    CASE r.rank WHEN 1 THEN c.name ELSE p.category END,
    CASE r.rank WHEN 2 THEN c.name ELSE p.theme END,
    CASE r.rank WHEN 3 THEN c.name ELSE p.dimension END
  FROM path p JOIN code c ON c.parent_id = p.code_id LEFT JOIN rank r ON r.level_id = c.level_id
)
SELECT code_id, path, depth, category, theme, dimension FROM path;

-- One row a placed coding.
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
  (SELECT t.timestamp_ms FROM turn t WHERE t.text_id = s.text_id AND t.position = q.turn) AS timestamp_ms,
  q.line AS line,
  (SELECT p.name FROM page p WHERE p.text_id = s.text_id AND p.start <= q.start ORDER BY p.position DESC LIMIT 1)
    AS page,
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

-- One row a placed coding and case it counts for, with the side that speaks there.
CREATE VIEW quotation_cases AS
WITH v AS MATERIALIZED (SELECT * FROM voice_case)
SELECT q.uuid AS id, c.key AS "case", s.key AS side
FROM coding q
JOIN v ON v.source_id = q.source_id AND v.speaker = ifnull(q.speaker, -1)
JOIN study_case c ON c.rowid = v.case_id
LEFT JOIN side s ON s.rowid = v.side_id
WHERE q.start IS NOT NULL AND q.about_case_id IS NULL
UNION ALL
SELECT q.uuid, c.key, s.key
FROM coding q
JOIN study_case c ON c.rowid = q.about_case_id
LEFT JOIN v ON v.source_id = q.source_id AND v.speaker = ifnull(q.speaker, -1) AND v.case_id = q.about_case_id
LEFT JOIN side s ON s.rowid = v.side_id
WHERE q.start IS NOT NULL;

-- One row a coding and facet value.
CREATE VIEW quotation_facets AS
SELECT q.uuid AS id, f.key AS facet, coalesce(v.key, x.assignment) AS value
FROM coding_facet x
JOIN coding q ON q.rowid = x.coding_id
JOIN facet f ON f.rowid = x.facet_id
LEFT JOIN facet_value v ON v.rowid = x.value_id
WHERE q.start IS NOT NULL;

-- Codings whose words were not found again after an edit; counted nowhere.
CREATE VIEW lost_quotations AS
SELECT q.uuid AS id, s.key AS source, q.quotation, q.prefix, q.suffix, c.key AS code, coder.key AS coder, q.memo
FROM coding q
JOIN source s ON s.rowid = q.source_id
JOIN coder ON coder.rowid = q.coder_id
LEFT JOIN code c ON c.rowid = q.code_id
WHERE q.start IS NULL;

-- One row a code, with placed codings and sources counted for it alone and with all below it.
CREATE VIEW codes AS
WITH own AS MATERIALIZED (
  SELECT code_id, count(*) AS codings, count(DISTINCT source_id) AS sources
  FROM coding WHERE start IS NOT NULL AND code_id IS NOT NULL GROUP BY code_id
),
pair AS MATERIALIZED (
  SELECT DISTINCT code_id, source_id FROM coding WHERE start IS NOT NULL AND code_id IS NOT NULL
),
wide AS MATERIALIZED (
  SELECT b.code_id, sum(own.codings) AS codings FROM code_below b JOIN own ON own.code_id = b.below_id GROUP BY 1
),
wide_source AS MATERIALIZED (
  SELECT b.code_id, count(DISTINCT pair.source_id) AS sources
  FROM code_below b JOIN pair ON pair.code_id = b.below_id GROUP BY 1
)
SELECT
  c.key AS code, c.marker AS marker, c.name AS name, l.key AS level, l.name AS level_name, l.open AS open,
  p.key AS parent, path.path AS path, c.definition AS definition, c.origin AS origin,
  ifnull(own.codings, 0) AS codings, ifnull(own.sources, 0) AS sources,
  ifnull(wide.codings, 0) AS codings_with_below, ifnull(wide_source.sources, 0) AS sources_with_below
FROM code c
JOIN level l ON l.rowid = c.level_id
LEFT JOIN code p ON p.rowid = c.parent_id
LEFT JOIN code_path path ON path.code_id = c.rowid
LEFT JOIN own ON own.code_id = c.rowid
LEFT JOIN wide ON wide.code_id = c.rowid
LEFT JOIN wide_source ON wide_source.code_id = c.rowid
ORDER BY c.position;

-- What is printed and what is concluded, each with the codings behind it: one row an excerpt,
-- exhibit and coding, or a finding and coding.
CREATE VIEW evidence AS
SELECT
  'excerpt' AS kind, e.key AS key, x.key AS exhibit, NULL AS "case", NULL AS about_code, NULL AS stance,
  coalesce(e.translation, e.text) AS text, p.position + 1 AS piece, q.uuid AS id, s.key AS source, c.key AS code,
  q.quotation AS quotation
FROM excerpt e
LEFT JOIN excerpt_exhibit u ON u.excerpt_id = e.rowid
LEFT JOIN exhibit x ON x.rowid = u.exhibit_id
LEFT JOIN excerpt_coding p ON p.excerpt_id = e.rowid
LEFT JOIN coding q ON q.rowid = p.coding_id
LEFT JOIN source s ON s.rowid = q.source_id
LEFT JOIN code c ON c.rowid = q.code_id
UNION ALL
SELECT
  'finding', f.key, x.key, k.key, a.key, p.stance, f.text, p.position + 1, q.uuid, s.key, c.key, q.quotation
FROM finding f
LEFT JOIN exhibit x ON x.rowid = f.exhibit_id
LEFT JOIN study_case k ON k.rowid = f.case_id
LEFT JOIN code a ON a.rowid = f.code_id
LEFT JOIN finding_evidence p ON p.finding_id = f.rowid
LEFT JOIN coding q ON q.rowid = p.coding_id
LEFT JOIN source s ON s.rowid = q.source_id
LEFT JOIN code c ON c.rowid = q.code_id;
