SELECT
  a.published, a.county, a.section, a.title,
  search_snippet(a.title || char(10) || a.subtitles || char(10) || a.body, :q) AS snippet,
  a.source, a.id AS article_id
FROM article_fts AS f
INNER JOIN article AS a ON a.seq = f.rowid
WHERE f.words MATCH search_words(:q)
ORDER BY f.rowid DESC
LIMIT 200
