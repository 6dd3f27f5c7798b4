-- The tables of news.db, as the first migration makes them. Never edit once released: later
-- versions add migrations. What each column means stands in dictionary.csv.

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  scope TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  finish_reason TEXT,
  exit_code INTEGER,
  counts TEXT,
  versions TEXT NOT NULL
) STRICT;

CREATE TABLE section (
  id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  county TEXT NOT NULL,
  name TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  UNIQUE (site, county, name)
) STRICT;

CREATE TABLE capture (
  id TEXT PRIMARY KEY,
  run_id INTEGER REFERENCES run (id),
  url TEXT NOT NULL,
  fetched TEXT NOT NULL,
  status INTEGER NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  charset_declared TEXT,
  charset_used TEXT,
  warc_file TEXT,
  warc_offset INTEGER,
  etag TEXT,
  last_modified TEXT,
  origin TEXT NOT NULL
) STRICT;
CREATE INDEX capture_url ON capture (url, fetched);

-- seq is the rowid: day of publication * 16384 + a running number within the day, so that the
-- full-text index, which walks rowids, finds the newest first without sorting all hits.
CREATE TABLE article (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 16),
  url TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  county TEXT,
  section TEXT,
  breadcrumb TEXT NOT NULL,
  title TEXT NOT NULL,
  subtitles TEXT NOT NULL,
  published TEXT,
  precision TEXT CHECK (precision IN ('day', 'minute', 'second')),
  published_raw TEXT,
  source TEXT,
  body TEXT NOT NULL,
  incomplete INTEGER NOT NULL CHECK (incomplete IN (0, 1)),
  mentioned TEXT NOT NULL,
  charset TEXT NOT NULL,
  evidence TEXT NOT NULL,
  doubts TEXT NOT NULL,
  version INTEGER NOT NULL,
  version_since TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  reading_sha256 TEXT NOT NULL,
  reader_version TEXT NOT NULL,
  run_id INTEGER REFERENCES run (id),
  capture_id TEXT REFERENCES capture (id)
) STRICT;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_county_section ON article (county, section, published);

CREATE TABLE article_version (
  article_id TEXT NOT NULL REFERENCES article (id),
  version INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  changed_fields TEXT NOT NULL,
  county TEXT,
  section TEXT,
  breadcrumb TEXT NOT NULL,
  title TEXT NOT NULL,
  subtitles TEXT NOT NULL,
  published TEXT,
  precision TEXT,
  published_raw TEXT,
  source TEXT,
  body TEXT NOT NULL,
  bylines TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  reader_version TEXT NOT NULL,
  run_id INTEGER REFERENCES run (id),
  capture_id TEXT REFERENCES capture (id),
  PRIMARY KEY (article_id, version)
) STRICT;

CREATE TABLE article_section (
  article_id TEXT NOT NULL REFERENCES article (id),
  section_id TEXT NOT NULL REFERENCES section (id),
  own INTEGER NOT NULL CHECK (own IN (0, 1)),
  first_seen TEXT NOT NULL,
  PRIMARY KEY (article_id, section_id)
) STRICT;
CREATE INDEX article_section_section ON article_section (section_id);

CREATE TABLE byline (
  article_id TEXT NOT NULL REFERENCES article (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  part TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
) STRICT;
CREATE INDEX byline_name ON byline (name);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  county TEXT NOT NULL,
  UNIQUE (name, county)
) STRICT;

CREATE TABLE attendance (
  article_id TEXT NOT NULL REFERENCES article (id),
  position INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  post TEXT,
  chair INTEGER NOT NULL CHECK (chair IN (0, 1)),
  speak INTEGER NOT NULL CHECK (speak IN (0, 1)),
  attend INTEGER NOT NULL CHECK (attend IN (0, 1)),
  observe INTEGER NOT NULL CHECK (observe IN (0, 1)),
  accompany INTEGER NOT NULL CHECK (accompany IN (0, 1)),
  inspect INTEGER NOT NULL CHECK (inspect IN (0, 1)),
  meet INTEGER NOT NULL CHECK (meet IN (0, 1)),
  sentence TEXT NOT NULL,
  name_field TEXT,
  name_start INTEGER,
  name_end INTEGER,
  post_field TEXT,
  post_start INTEGER,
  post_end INTEGER,
  name_spans TEXT NOT NULL,
  post_spans TEXT NOT NULL,
  rule TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  PRIMARY KEY (article_id, position)
) STRICT;
CREATE INDEX attendance_person ON attendance (person_id);
CREATE INDEX attendance_name ON attendance (name);

CREATE TABLE collective (
  article_id TEXT NOT NULL REFERENCES article (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL,
  span_field TEXT NOT NULL,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  PRIMARY KEY (article_id, position)
) STRICT;

CREATE TABLE problem (
  id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES run (id),
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  why TEXT NOT NULL,
  happened TEXT NOT NULL
) STRICT;
CREATE INDEX problem_run ON problem (run_id);

CREATE TABLE data_dictionary (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  type TEXT NOT NULL,
  unit TEXT NOT NULL,
  meaning_en TEXT NOT NULL,
  meaning_zh TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
) STRICT;
