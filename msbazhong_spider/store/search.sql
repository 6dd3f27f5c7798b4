-- Full-text search, as the first migration makes it. words.py tells what a token is and why.
--
-- Everything here is plain SQL, so that the index stays right whoever writes: the triggers cut an
-- article's text with the view article_words. Our own writer cuts in Python, which is five
-- times faster: it puts a row into index_by_hand for the length of its transaction, which makes
-- the triggers keep still, and writes the same tokens itself (a test holds the two cutters equal).
--
-- Ask:    the view article_search (views.sql), which makes '"县委 委书 书记"' of 县委书记 and asks
--         SELECT a.title FROM article_fts AS f JOIN article AS a ON a.seq = f.rowid
--         WHERE f.words MATCH '"县委 委书 书记"' ORDER BY f.rowid DESC LIMIT 20;
-- Check:  INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1);
-- Mend:   INSERT INTO article_fts (article_fts) VALUES ('rebuild');

CREATE TABLE nums (i INTEGER PRIMARY KEY) STRICT;
WITH RECURSIVE k (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM k WHERE i < 9999)
INSERT INTO nums SELECT i FROM k;

CREATE TABLE index_by_hand (writer TEXT PRIMARY KEY) STRICT;

CREATE VIRTUAL TABLE article_fts USING fts5 (
  words, content = 'article_words', content_rowid = 'seq', tokenize = 'ascii'
);
-- A batch of articles in memory before it goes to the index (bytes; 1 MB is the default).
INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 33554432);

CREATE TRIGGER article_words_insert AFTER INSERT ON article
WHEN NOT EXISTS (SELECT 1 FROM index_by_hand)
BEGIN
  INSERT INTO article_fts (rowid, words)
  SELECT seq, words FROM article_words WHERE seq = new.seq;
END;

CREATE TRIGGER article_words_delete BEFORE DELETE ON article
WHEN NOT EXISTS (SELECT 1 FROM index_by_hand)
BEGIN
  INSERT INTO article_fts (article_fts, rowid, words)
  SELECT 'delete', seq, words FROM article_words WHERE seq = old.seq;
END;

CREATE TRIGGER article_words_before_update BEFORE UPDATE OF seq, title, subtitles, body ON article
WHEN NOT EXISTS (SELECT 1 FROM index_by_hand)
BEGIN
  INSERT INTO article_fts (article_fts, rowid, words)
  SELECT 'delete', seq, words FROM article_words WHERE seq = old.seq;
END;

CREATE TRIGGER article_words_after_update AFTER UPDATE OF seq, title, subtitles, body ON article
WHEN NOT EXISTS (SELECT 1 FROM index_by_hand)
BEGIN
  INSERT INTO article_fts (rowid, words)
  SELECT seq, words FROM article_words WHERE seq = new.seq;
END;
