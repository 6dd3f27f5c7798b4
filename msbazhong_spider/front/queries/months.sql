SELECT county, section, month, articles, empty_months_before
FROM coverage
WHERE (trim(:county) = '' OR county = trim(:county))
  AND (trim(:section) = '' OR section = trim(:section))
ORDER BY county, section, month
