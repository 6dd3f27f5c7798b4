-- The second migration: every look at an article is remembered, so that states and absences follow
-- from looks alone, whatever the order in which they come in. Never edit once released.

-- A run keeps one name in all copies of a database; its number may change when they are merged.
ALTER TABLE run ADD COLUMN uid TEXT;
CREATE UNIQUE INDEX run_uid ON run (uid);

-- A look with text_sha256 found the article in that state; one without did not find it, and why
-- says what stood there instead.
CREATE TABLE look (
  article_id TEXT NOT NULL REFERENCES article (id),
  seen TEXT NOT NULL,
  day TEXT NOT NULL,
  text_sha256 TEXT,
  why TEXT CHECK ((why IS NULL) <> (text_sha256 IS NULL)),
  reader_version TEXT,
  run_id INTEGER REFERENCES run (id),
  capture_id TEXT REFERENCES capture (id),
  PRIMARY KEY (article_id, seen)
) STRICT;
CREATE INDEX look_day ON look (day, article_id);
CREATE INDEX look_missing ON look (article_id) WHERE text_sha256 IS NULL;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES ('gone_days', '3');

-- What the first schema knew: when each state was first seen, and when the article was last seen.
INSERT INTO look
SELECT article_id, valid_from, date(valid_from, '+8 hours'), text_sha256, NULL, reader_version,
  run_id, capture_id
FROM article_version WHERE true
ON CONFLICT DO NOTHING;
INSERT INTO look
SELECT id, version_since, date(version_since, '+8 hours'), text_sha256, NULL, reader_version,
  run_id, capture_id
FROM article WHERE true
ON CONFLICT (article_id, seen) DO UPDATE SET
  text_sha256 = excluded.text_sha256, reader_version = excluded.reader_version,
  run_id = excluded.run_id, capture_id = excluded.capture_id;
INSERT INTO look
SELECT id, last_seen, date(last_seen, '+8 hours'), text_sha256, NULL, reader_version, run_id, NULL
FROM article WHERE true
ON CONFLICT DO NOTHING;
