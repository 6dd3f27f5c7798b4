SELECT
  v.valid_to AS noticed, a.county, a.section, a.title, v.changed_fields,
  CASE WHEN instr(v.changed_fields, '"title"') > 0 THEN v.title END AS title_before, v.version, v.article_id
FROM article_version AS v
INNER JOIN article AS a ON a.id = v.article_id
WHERE trim(:county) = '' OR a.county = trim(:county)
ORDER BY v.valid_to DESC, v.article_id
