-- The fifth migration: the pictures and attachments that an article shows. What was read before has
-- none of it, which NULL says, until it is read again. Never edit once released.

CREATE TABLE media (
  article_id TEXT NOT NULL REFERENCES article (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'attachment')),
  url TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
) STRICT;

ALTER TABLE article ADD COLUMN images INTEGER;
ALTER TABLE article ADD COLUMN attachments INTEGER;
ALTER TABLE article_version ADD COLUMN media TEXT;
