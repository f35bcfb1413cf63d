-- Version 6: frameworks, alternative upper levels over the same codes, of which one is in use.
-- A code that belongs to no framework is shared by all. A shared code that hangs below a shared code does so in
-- every framework; below the own codes of frameworks it hangs once in each (`code_parent`).

CREATE TABLE framework (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  -- Why, by whom and on which day it was last put to use.
  reason TEXT NOT NULL,
  coder_id INTEGER REFERENCES coder (rowid),
  date TEXT
) STRICT;

-- One row, or none while there are no frameworks.
CREATE TABLE framework_in_use (
  slot INTEGER NOT NULL PRIMARY KEY CHECK (slot = 1),
  framework_id INTEGER NOT NULL REFERENCES framework (rowid)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_framework (
  code_id INTEGER NOT NULL PRIMARY KEY REFERENCES code (rowid),
  framework_id INTEGER NOT NULL REFERENCES framework (rowid)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_framework_by_framework ON code_framework (framework_id);

CREATE TABLE code_parent (
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  framework_id INTEGER NOT NULL REFERENCES framework (rowid),
  parent_id INTEGER NOT NULL REFERENCES code (rowid),
  PRIMARY KEY (code_id, framework_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_parent_by_framework ON code_parent (framework_id);
CREATE INDEX code_parent_by_parent ON code_parent (parent_id);

-- The codes of every framework (NULL: while none is in use) with what they hang below there. A parent that is no
-- code of the framework, or not above the code, counts as none: copies that were merged may leave such.
CREATE VIEW code_in_framework AS
WITH every(framework_id) AS (SELECT rowid FROM framework UNION ALL SELECT NULL)
SELECT f.framework_id, c.rowid AS code_id,
  CASE
    WHEN NOT EXISTS (SELECT 1 FROM framework) THEN c.parent_id
    WHEN o.framework_id IS NULL AND c.parent_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM code_framework x WHERE x.code_id = c.parent_id) THEN c.parent_id
    ELSE (
      SELECT p.rowid FROM code p JOIN level above ON above.rowid = p.level_id JOIN level own ON own.rowid = c.level_id
      LEFT JOIN code_framework x ON x.code_id = p.rowid
      WHERE (x.framework_id IS NULL OR x.framework_id = f.framework_id)
        AND (above.position, above.uuid) > (own.position, own.uuid)
        AND p.rowid = ifnull(
          CASE WHEN o.framework_id IS NULL THEN (
            SELECT m.parent_id FROM code_parent m JOIN code_framework y
              ON y.code_id = m.parent_id AND y.framework_id = m.framework_id
            WHERE m.code_id = c.rowid AND m.framework_id = f.framework_id) END,
          c.parent_id))
  END AS parent_id
FROM every f, code c LEFT JOIN code_framework o ON o.code_id = c.rowid
WHERE o.framework_id IS NULL OR o.framework_id = f.framework_id;

-- The codes of the codebook: the shared ones, and those of the framework in use.
CREATE VIEW code_in_use AS
SELECT c.code_id, c.parent_id
FROM code_in_framework c
WHERE c.framework_id IS (SELECT framework_id FROM framework_in_use);

-- As in version 1, for the codes in use.
DROP VIEW code_below;
CREATE VIEW code_below AS
WITH RECURSIVE book AS MATERIALIZED (SELECT code_id, parent_id FROM code_in_use),
below(code_id, below_id) AS (
  SELECT code_id, code_id FROM book
  UNION ALL
  SELECT below.code_id, book.code_id FROM below JOIN book ON book.parent_id = below.below_id
)
SELECT code_id, below_id FROM below;

DROP VIEW code_path;
CREATE VIEW code_path AS
WITH RECURSIVE rank(level_id, rank) AS MATERIALIZED (
  SELECT rowid, row_number() OVER (ORDER BY position) FROM level WHERE NOT open
),
book AS MATERIALIZED (
  SELECT u.code_id, u.parent_id, c.name, r.rank
  FROM code_in_use u JOIN code c ON c.rowid = u.code_id LEFT JOIN rank r ON r.level_id = c.level_id
),
path(code_id, path, depth, category, theme, dimension) AS (
  SELECT code_id, name, 0,
    CASE rank WHEN 1 THEN name END, CASE rank WHEN 2 THEN name END, CASE rank WHEN 3 THEN name END
  FROM book
  WHERE parent_id IS NULL
  UNION ALL
  SELECT b.code_id, p.path || ' › ' || b.name, p.depth + 1,
    CASE b.rank WHEN 1 THEN b.name ELSE p.category END,
    CASE b.rank WHEN 2 THEN b.name ELSE p.theme END,
    CASE b.rank WHEN 3 THEN b.name ELSE p.dimension END
  FROM path p JOIN book b ON b.parent_id = p.code_id
)
SELECT code_id, path, depth, category, theme, dimension FROM path;

DROP VIEW codes;
CREATE VIEW codes AS
WITH own AS MATERIALIZED (
  SELECT code_id, count(*) AS codings, count(DISTINCT source_id) AS sources
  FROM coding WHERE start IS NOT NULL AND code_id IS NOT NULL GROUP BY code_id
),
pair AS MATERIALIZED (
  SELECT DISTINCT code_id, source_id FROM coding WHERE start IS NOT NULL AND code_id IS NOT NULL
),
below AS MATERIALIZED (SELECT code_id, below_id FROM code_below),
wide AS MATERIALIZED (
  SELECT b.code_id, sum(own.codings) AS codings FROM below b JOIN own ON own.code_id = b.below_id GROUP BY 1
),
wide_source AS MATERIALIZED (
  SELECT b.code_id, count(DISTINCT pair.source_id) AS sources
  FROM below b JOIN pair ON pair.code_id = b.below_id GROUP BY 1
)
SELECT
  c.key AS code, c.marker AS marker, c.name AS name, l.key AS level, l.name AS level_name, l.open AS open,
  p.key AS parent, path.path AS path, c.definition AS definition, c.origin AS origin,
  ifnull(own.codings, 0) AS codings, ifnull(own.sources, 0) AS sources,
  ifnull(wide.codings, 0) AS codings_with_below, ifnull(wide_source.sources, 0) AS sources_with_below
FROM code_in_use u
JOIN code c ON c.rowid = u.code_id
JOIN level l ON l.rowid = c.level_id
LEFT JOIN code p ON p.rowid = u.parent_id
LEFT JOIN code_path path ON path.code_id = c.rowid
LEFT JOIN own ON own.code_id = c.rowid
LEFT JOIN wide ON wide.code_id = c.rowid
LEFT JOIN wide_source ON wide_source.code_id = c.rowid
ORDER BY c.position;

-- One row a framework and code that it has.
CREATE VIEW frameworks AS
SELECT
  f.key AS framework, f.name AS framework_name, f.rowid IS (SELECT framework_id FROM framework_in_use) AS in_use,
  c.key AS code, c.name AS name, l.key AS level, p.key AS parent,
  EXISTS (SELECT 1 FROM code_framework o WHERE o.code_id = c.rowid) AS own
FROM framework f
JOIN code_in_framework u ON u.framework_id = f.rowid
JOIN code c ON c.rowid = u.code_id
JOIN level l ON l.rowid = c.level_id
LEFT JOIN code p ON p.rowid = u.parent_id
ORDER BY f.position, c.position;
