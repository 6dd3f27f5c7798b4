SELECT
  t.name, a.county, count(DISTINCT a.id) AS articles,
  min(substr(a.published, 1, 10)) AS first_day, max(substr(a.published, 1, 10)) AS last_day
FROM article_fts AS f
INNER JOIN article AS a ON a.seq = f.rowid
INNER JOIN attendance AS t ON t.article_id = a.id
WHERE f.words MATCH search_words(:q)
GROUP BY t.person_id, t.name, a.county
ORDER BY articles DESC, last_day DESC
