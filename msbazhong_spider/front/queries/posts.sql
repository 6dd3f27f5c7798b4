SELECT post, name, county, first_seen AS first_day, last_seen AS last_day, appearances
FROM post_spell
WHERE instr(post, trim(:post)) > 0 AND (trim(:county) = '' OR county = trim(:county))
ORDER BY county, first_day, last_day, name
