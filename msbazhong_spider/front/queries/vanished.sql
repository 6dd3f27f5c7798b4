SELECT last_seen, first_missing, last_missing, days, why, county, section, published, title, article_id
FROM gone
WHERE trim(:county) = '' OR county = trim(:county)
ORDER BY first_missing DESC, article_id
