-- The fourth migration: the view gone asks whether a site was well on a day. On a day on which it was
-- not, looks that missed are many, so the index of days holds only those that found something.
-- Never edit once released.

DROP INDEX look_day;
DROP INDEX look_missing;
CREATE INDEX look_present ON look (day, article_id) WHERE text_sha256 IS NOT NULL;
CREATE INDEX look_missing ON look (article_id, seen, day) WHERE text_sha256 IS NULL;
