SELECT
  published, county, section, title, post,
  rtrim(
    CASE chair WHEN 1 THEN '主持、' ELSE '' END || CASE speak WHEN 1 THEN '讲话、' ELSE '' END
    || CASE attend WHEN 1 THEN '出席、' ELSE '' END || CASE observe WHEN 1 THEN '列席、' ELSE '' END
    || CASE accompany WHEN 1 THEN '陪同、' ELSE '' END
    || CASE inspect WHEN 1 THEN '调研、' ELSE '' END || CASE meet WHEN 1 THEN '会见、' ELSE '' END,
    '、'
  ) AS actions,
  sentence, article_id
FROM attendance_flat
WHERE name = replace(replace(trim(:name), ' ', ''), '　', '')
  AND (trim(:county) = '' OR county = trim(:county))
ORDER BY published IS NULL, published, article_id, position
