-- Schema of a study file, version 1. Never edit what has been released: append a migration.
-- Every table of facts has `rowid` and `uuid`, or, for what belongs to another row, a primary key
-- that begins with its owner. Positions in texts are code points, 0-based, end exclusive.
-- `position` is the order in print or in the files. JSON objects have sorted keys.

CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE op (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  verb TEXT NOT NULL,
  coder TEXT,
  at TEXT,
  args TEXT NOT NULL,
  undoes TEXT
) STRICT;

CREATE TABLE change (
  rowid INTEGER PRIMARY KEY,
  op INTEGER NOT NULL REFERENCES op (seq),
  "table" TEXT NOT NULL,
  "row" TEXT NOT NULL,
  "before" TEXT,
  "after" TEXT,
  CHECK ("before" IS NOT NULL OR "after" IS NOT NULL)
) STRICT;
CREATE INDEX change_by_op ON change (op);
CREATE INDEX change_by_row ON change ("row");

-- Holds one row while an op is open, and is empty between transactions.
CREATE TABLE current_op (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seq INTEGER NOT NULL,
  bulk INTEGER NOT NULL CHECK (bulk IN (0, 1))
) STRICT;

CREATE TABLE study (
  rowid INTEGER PRIMARY KEY CHECK (rowid = 1),
  uuid TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  citation TEXT NOT NULL,
  licence TEXT NOT NULL,
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
  language TEXT,
  declared_attributes TEXT NOT NULL CHECK (json_valid(declared_attributes))
) STRICT;

-- Files of the study folder kept word for word, comments and all, and the folder's layout.
CREATE TABLE document (
  name TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Results of `check` that the authors accept.
CREATE TABLE allowed (
  position INTEGER NOT NULL PRIMARY KEY,
  key TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE side (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE facet (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  ordered INTEGER NOT NULL CHECK (ordered IN (0, 1))
) STRICT;

CREATE TABLE facet_value (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT,
  UNIQUE (facet_id, key)
) STRICT;

CREATE TABLE level (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

CREATE TABLE code (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  level_id INTEGER NOT NULL REFERENCES level (rowid),
  parent_id INTEGER REFERENCES code (rowid),
  marker TEXT,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  inclusion TEXT NOT NULL,
  exclusion TEXT NOT NULL,
  origin TEXT CHECK (origin IN ('emergent', 'theory-led', 'predefined')),
  colour TEXT CHECK (colour GLOB '#[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]'),
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;
CREATE INDEX code_by_parent ON code (parent_id);

CREATE TABLE code_alias (
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  position INTEGER NOT NULL,
  alias TEXT NOT NULL,
  PRIMARY KEY (code_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_reference (
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  position INTEGER NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (code_id, position)
) STRICT, WITHOUT ROWID;

-- `assignment` is `value` (then `value_id` says which), `all` or `none`; likewise below.
CREATE TABLE code_prefill (
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  assignment TEXT NOT NULL CHECK (assignment IN ('value', 'all', 'none')),
  value_id INTEGER REFERENCES facet_value (rowid),
  PRIMARY KEY (code_id, facet_id),
  CHECK ((assignment = 'value') = (value_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE party (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

-- A case; `case` is a word of SQL.
CREATE TABLE study_case (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

CREATE TABLE case_side (
  case_id INTEGER NOT NULL REFERENCES study_case (rowid),
  position INTEGER NOT NULL,
  side_id INTEGER REFERENCES side (rowid),
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_side_party (
  case_id INTEGER NOT NULL REFERENCES study_case (rowid),
  side_position INTEGER NOT NULL,
  party_id INTEGER NOT NULL REFERENCES party (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, side_position, party_id),
  FOREIGN KEY (case_id, side_position) REFERENCES case_side (case_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_side_party_by_party ON case_side_party (party_id);

CREATE TABLE informant (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  party_id INTEGER REFERENCES party (rowid),
  title TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

-- No row for an informant means: every case of the party.
CREATE TABLE informant_case (
  informant_id INTEGER NOT NULL REFERENCES informant (rowid),
  case_id INTEGER NOT NULL REFERENCES study_case (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (informant_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  kind TEXT NOT NULL,
  date TEXT,
  wave TEXT,
  recorded INTEGER CHECK (recorded IN (0, 1)),
  language TEXT,
  attributes TEXT NOT NULL CHECK (json_valid(attributes)),
  -- The current text; codings stand in it. Empty only while a source is being added or removed.
  text_id INTEGER REFERENCES text (rowid)
) STRICT;

CREATE TABLE source_case (
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  case_id INTEGER NOT NULL REFERENCES study_case (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (source_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_side (
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  side_id INTEGER NOT NULL REFERENCES side (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (source_id, side_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_party (
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  party_id INTEGER NOT NULL REFERENCES party (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (source_id, party_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_informant (
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  informant_id INTEGER NOT NULL REFERENCES informant (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (source_id, informant_id)
) STRICT, WITHOUT ROWID;

-- The bytes a source was extracted from.
CREATE TABLE original (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL UNIQUE REFERENCES source (rowid),
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- A version of a source's canonical text, never changed once written.
CREATE TABLE text (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  extraction TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX text_by_source ON text (source_id);

CREATE TABLE speaker (
  text_id INTEGER NOT NULL REFERENCES text (rowid),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('interviewer', 'informant', 'unknown')),
  informant_id INTEGER REFERENCES informant (rowid),
  PRIMARY KEY (text_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE turn (
  text_id INTEGER NOT NULL REFERENCES text (rowid),
  position INTEGER NOT NULL,
  speaker INTEGER NOT NULL,
  label_start INTEGER NOT NULL,
  label_end INTEGER NOT NULL,
  body_start INTEGER,
  body_end INTEGER,
  timestamp_ms INTEGER,
  PRIMARY KEY (text_id, position),
  FOREIGN KEY (text_id, speaker) REFERENCES speaker (text_id, position),
  CHECK (label_start < label_end),
  CHECK ((body_start IS NULL) = (body_end IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
  text_id INTEGER NOT NULL REFERENCES text (rowid),
  position INTEGER NOT NULL,
  start INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (text_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE coder (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

CREATE TABLE coding (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source (rowid),
  code_id INTEGER REFERENCES code (rowid),
  coder_id INTEGER NOT NULL REFERENCES coder (rowid),
  -- Place in the source's current text; empty when it could not be found again.
  start INTEGER CHECK (start >= 0),
  "end" INTEGER,
  -- What follows from the place, written together with it: line (1-based), the turn that holds the
  -- start, and who says most of it (position in `speaker`).
  line INTEGER,
  turn INTEGER,
  speaker INTEGER,
  about_case_id INTEGER REFERENCES study_case (rowid),
  about_side_id INTEGER REFERENCES side (rowid),
  weight INTEGER CHECK (weight BETWEEN 0 AND 100),
  quotation TEXT NOT NULL,
  -- The quotation as first typed or marked; empty when it is the quotation itself.
  typed TEXT,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  memo TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes)),
  CHECK ((start IS NULL) = ("end" IS NULL) AND (start IS NULL) = (line IS NULL)),
  CHECK (start IS NULL OR start < "end"),
  CHECK (start IS NOT NULL OR (turn IS NULL AND speaker IS NULL))
) STRICT;
-- Everything that counting needs, so that it reads no quotation.
CREATE INDEX coding_mark ON coding
  (position, rowid, source_id, code_id, coder_id, start, "end", speaker, about_case_id, about_side_id);
CREATE INDEX coding_by_source ON coding (source_id, start);
CREATE INDEX coding_by_code ON coding (code_id);

CREATE TABLE coding_facet (
  coding_id INTEGER NOT NULL REFERENCES coding (rowid),
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  assignment TEXT NOT NULL CHECK (assignment IN ('value', 'all', 'none')),
  value_id INTEGER REFERENCES facet_value (rowid),
  PRIMARY KEY (coding_id, facet_id),
  CHECK ((assignment = 'value') = (value_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE placement (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  rater_id INTEGER NOT NULL REFERENCES coder (rowid),
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  case_id INTEGER REFERENCES study_case (rowid),
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  assignment TEXT NOT NULL CHECK (assignment IN ('value', 'all', 'none')),
  value_id INTEGER REFERENCES facet_value (rowid),
  reason TEXT NOT NULL,
  CHECK ((assignment = 'value') = (value_id IS NOT NULL))
) STRICT;

CREATE TABLE settlement (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  code_id INTEGER NOT NULL REFERENCES code (rowid),
  case_id INTEGER REFERENCES study_case (rowid),
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  assignment TEXT NOT NULL CHECK (assignment IN ('value', 'all', 'none')),
  value_id INTEGER REFERENCES facet_value (rowid),
  reason TEXT NOT NULL,
  CHECK ((assignment = 'value') = (value_id IS NOT NULL))
) STRICT;

CREATE TABLE exhibit (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('table', 'figure', 'body'))
) STRICT;

CREATE TABLE output (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  exhibit_id INTEGER NOT NULL REFERENCES exhibit (rowid),
  kind TEXT NOT NULL CHECK (kind IN ('table', 'figure')),
  name TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options))
) STRICT;

CREATE TABLE stated_total (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('informants', 'interviews', 'documents', 'cases', 'parties')),
  case_id INTEGER REFERENCES study_case (rowid),
  side_id INTEGER REFERENCES side (rowid),
  party_id INTEGER REFERENCES party (rowid),
  wave TEXT,
  value INTEGER NOT NULL
) STRICT;

CREATE TABLE claim (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('both-sides', 'every-case', 'triangulated')),
  level_id INTEGER REFERENCES level (rowid)
) STRICT;

CREATE TABLE excerpt (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  text TEXT,
  translation TEXT,
  translator TEXT,
  -- A grade (`title-party`, `title`, `party`, `side-case`, `respondent`, `none`, empty for what
  -- the exhibit decides) or the author's own words.
  attribution TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes)),
  CHECK (translation IS NOT NULL OR translator IS NULL)
) STRICT;

CREATE TABLE excerpt_coding (
  excerpt_id INTEGER NOT NULL REFERENCES excerpt (rowid),
  position INTEGER NOT NULL,
  coding_id INTEGER NOT NULL REFERENCES coding (rowid),
  PRIMARY KEY (excerpt_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX excerpt_coding_by_coding ON excerpt_coding (coding_id);

CREATE TABLE excerpt_exhibit (
  excerpt_id INTEGER NOT NULL REFERENCES excerpt (rowid),
  exhibit_id INTEGER NOT NULL REFERENCES exhibit (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (excerpt_id, exhibit_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  exhibit_id INTEGER REFERENCES exhibit (rowid),
  case_id INTEGER REFERENCES study_case (rowid),
  code_id INTEGER REFERENCES code (rowid),
  text TEXT NOT NULL,
  rating TEXT,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

CREATE TABLE finding_facet (
  finding_id INTEGER NOT NULL REFERENCES finding (rowid),
  facet_id INTEGER NOT NULL REFERENCES facet (rowid),
  assignment TEXT NOT NULL CHECK (assignment IN ('value', 'all', 'none')),
  value_id INTEGER REFERENCES facet_value (rowid),
  PRIMARY KEY (finding_id, facet_id),
  CHECK ((assignment = 'value') = (value_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_evidence (
  finding_id INTEGER NOT NULL REFERENCES finding (rowid),
  coding_id INTEGER NOT NULL REFERENCES coding (rowid),
  stance TEXT NOT NULL CHECK (stance IN ('supports', 'qualifies', 'contradicts')),
  position INTEGER NOT NULL,
  PRIMARY KEY (finding_id, coding_id, stance)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_evidence_by_coding ON finding_evidence (coding_id);

CREATE TABLE memo (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  -- What it is about: kind of row and its key (the uuid for codings); both empty for the study.
  about_kind TEXT,
  about_key TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('theoretical', 'methodological', 'reflexive', 'note')),
  coder_id INTEGER REFERENCES coder (rowid),
  date TEXT,
  text TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes)),
  CHECK ((about_kind IS NULL) = (about_key IS NULL))
) STRICT;

CREATE TABLE link (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  from_id INTEGER NOT NULL REFERENCES code (rowid),
  kind TEXT NOT NULL,
  to_id INTEGER NOT NULL REFERENCES code (rowid),
  reason TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

CREATE TABLE link_evidence (
  link_id INTEGER NOT NULL REFERENCES link (rowid),
  coding_id INTEGER NOT NULL REFERENCES coding (rowid),
  position INTEGER NOT NULL,
  PRIMARY KEY (link_id, coding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_evidence_by_coding ON link_evidence (coding_id);

CREATE TABLE question (
  rowid INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  attributes TEXT NOT NULL CHECK (json_valid(attributes))
) STRICT;

-- Texts and what was found in them are facts of their extraction: an edit is a new row. Only who
-- speaks under a label may be learned later.
CREATE TRIGGER text_is_immutable BEFORE UPDATE ON text
BEGIN SELECT RAISE(ABORT, 'a text is never changed; add a new version'); END;
CREATE TRIGGER turn_is_immutable BEFORE UPDATE ON turn
BEGIN SELECT RAISE(ABORT, 'the turns of a text are never changed; add a new version of the text'); END;
CREATE TRIGGER page_is_immutable BEFORE UPDATE ON page
BEGIN SELECT RAISE(ABORT, 'the pages of a text are never changed; add a new version of the text'); END;
CREATE TRIGGER original_is_immutable BEFORE UPDATE ON original
BEGIN SELECT RAISE(ABORT, 'an original is never changed; remove it and add another'); END;
CREATE TRIGGER speaker_label_is_immutable BEFORE UPDATE OF text_id, position, label ON speaker
BEGIN SELECT RAISE(ABORT, 'the speakers of a text are never changed, only who they are'); END;

-- The trail is only ever added to; the open op alone may still complete its arguments.
CREATE TRIGGER op_stays BEFORE DELETE ON op
BEGIN SELECT RAISE(ABORT, 'the trail is never shortened'); END;
CREATE TRIGGER op_is_immutable BEFORE UPDATE ON op
WHEN OLD.seq IS NOT (SELECT seq FROM current_op) OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'the trail is never rewritten'); END;
CREATE TRIGGER change_stays BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never shortened'); END;
CREATE TRIGGER change_is_immutable BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the trail is never rewritten'); END;
