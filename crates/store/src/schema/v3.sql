-- Version 3: search finds where the codings of a source or a code stand without reading their words.

DROP INDEX coding_by_source;
CREATE INDEX coding_by_source ON coding
  (source_id, start, "end", code_id, coder_id, speaker, about_case_id, about_side_id);
DROP INDEX coding_by_code;
CREATE INDEX coding_by_code ON coding
  (code_id, source_id, start, "end", coder_id, speaker, about_case_id, about_side_id);
