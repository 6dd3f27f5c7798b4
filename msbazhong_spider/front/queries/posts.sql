SELECT
  t.post, p.name, p.county, min(substr(a.published, 1, 10)) AS first_day,
  max(substr(a.published, 1, 10)) AS last_day, count(*) AS appearances
FROM attendance AS t
INNER JOIN article AS a ON a.id = t.article_id
INNER JOIN person AS p ON p.id = t.person_id
WHERE trim(:post) <> '' AND instr(t.post, trim(:post)) > 0
  AND (trim(:county) = '' OR p.county = trim(:county))
GROUP BY t.person_id, t.post, p.name, p.county
ORDER BY p.county, first_day, last_day, p.name
