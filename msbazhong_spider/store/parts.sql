-- The sixth migration: of an article in several pages, which answer gave which part of the text, so
-- that a value from the second page leads to the second page's bytes. Never edit once released.

CREATE TABLE capture_part (
  capture_id TEXT NOT NULL REFERENCES capture (id),
  part INTEGER NOT NULL CHECK (part > 1),
  part_capture_id TEXT NOT NULL REFERENCES capture (id),
  body_start INTEGER NOT NULL CHECK (body_start >= 0),
  body_end INTEGER NOT NULL CHECK (body_end >= body_start),
  PRIMARY KEY (capture_id, part)
) STRICT;
