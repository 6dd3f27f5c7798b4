-- The eighth migration: what a run has to know before it asks, so that it asks for no more than it
-- must, and what it leaves for the next one. Never edit once released.

-- A listing, by the address of its first page. walks are the readings of it that are under way or
-- were broken off: each goes on at a page until it meets only what was listed before it began.
CREATE TABLE listing (
  id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  county TEXT,
  section TEXT,
  depth INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_read TEXT NOT NULL,
  items INTEGER NOT NULL,
  head INTEGER NOT NULL,
  walked TEXT,
  walked_since TEXT NOT NULL,
  walks TEXT NOT NULL,
  usual INTEGER
) STRICT;
CREATE INDEX listing_walks ON listing (site) WHERE walks <> '[]';

-- An address that a listing shows as an article, and what became of it.
CREATE TABLE link (
  id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  url TEXT NOT NULL,
  text TEXT NOT NULL,
  day TEXT,
  county TEXT,
  section TEXT,
  depth INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (
    'waiting', 'article', 'listing', 'missing', 'external', 'forbidden', 'failed', 'other', 'script'
  )),
  article_id TEXT REFERENCES article (id),
  asked TEXT,
  failures INTEGER NOT NULL
) STRICT;
CREATE INDEX link_unsettled ON link (site, state) WHERE state <> 'article';
CREATE INDEX link_article ON link (article_id);

CREATE TABLE listed (
  listing_id TEXT NOT NULL REFERENCES listing (id),
  link_id TEXT NOT NULL REFERENCES link (id),
  first_seen TEXT NOT NULL,
  PRIMARY KEY (listing_id, link_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_link ON listed (link_id);

-- What is wrong with a site since when, and whether somebody was told.
CREATE TABLE alarm (
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  since TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  nights INTEGER NOT NULL,
  told TEXT,
  why TEXT NOT NULL,
  recovered TEXT,
  PRIMARY KEY (site, name)
) STRICT;

-- The sentence that explains an exit code stands beside it.
ALTER TABLE run ADD COLUMN why TEXT;

-- Articles of earlier versions are known, whatever listing led to them.
INSERT INTO link
SELECT id, site, url, title, substr(published, 1, 10), county, section, 1, first_seen, 'article',
  id, last_seen, 0
FROM article;
