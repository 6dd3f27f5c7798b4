SELECT
  y.name AS name, count(*) AS together, min(substr(a.published, 1, 10)) AS first_day,
  max(substr(a.published, 1, 10)) AS last_day, a.county
FROM attendance AS x
INNER JOIN attendance AS y ON y.article_id = x.article_id AND y.person_id <> x.person_id
INNER JOIN article AS a ON a.id = x.article_id
WHERE x.name = replace(replace(trim(:name), ' ', ''), '　', '')
  AND (trim(:county) = '' OR a.county = trim(:county))
GROUP BY y.person_id, y.name, a.county
ORDER BY together DESC, last_day DESC
