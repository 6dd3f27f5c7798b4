-- The views of news.db: all derived, so they are dropped and made anew whenever the schema moves.
-- They hold to what both SQLite 3.40 and DuckDB can parse: no char(), no MATCH, no recursion.

-- One row an article: the text cut into tokens, as words.py tells. The text is walked in blocks of
-- 100 characters, because substr() counts from the start. c is a character, n its code point, d
-- the next character that is no blank. The limits cut nothing off: they keep SQLite from folding
-- the inner selects into the outer ones, which would blank the text anew for every character.
CREATE VIEW article_words AS
SELECT
  seq,
  (
    SELECT group_concat(CASE
      WHEN c_han THEN ' ' || c || CASE WHEN d_han THEN d ELSE '' END || ' '
      WHEN n BETWEEN 48 AND 57 OR n BETWEEN 65 AND 90 OR n BETWEEN 97 AND 122 THEN c
      WHEN n BETWEEN 192 AND 8191 AND n NOT IN (215, 247) THEN c
      WHEN n BETWEEN 65296 AND 65305 THEN substr('0123456789', n - 65295, 1)
      WHEN n BETWEEN 65313 AND 65338 THEN substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', n - 65312, 1)
      WHEN n BETWEEN 65345 AND 65370 THEN substr('abcdefghijklmnopqrstuvwxyz', n - 65344, 1)
      WHEN n = 10 THEN ' ¶ '
      WHEN n <= 32 OR n BETWEEN 127 AND 159 THEN ' '
      WHEN n BETWEEN 33 AND 47 THEN ' ' || substr('！＂＃＄％＆＇（）＊＋，－．／', n - 32, 1) || ' '
      WHEN n BETWEEN 58 AND 64 THEN ' ' || substr('：；＜＝＞？＠', n - 57, 1) || ' '
      WHEN n BETWEEN 91 AND 96 THEN ' ' || substr('［＼］＾＿｀', n - 90, 1) || ' '
      WHEN n BETWEEN 123 AND 126 THEN ' ' || substr('｛｜｝～', n - 122, 1) || ' '
      WHEN n IN (8226, 8231, 12539, 65381) THEN ' · '
      ELSE ' ' || c || ' '
    END, '')
    FROM (
      SELECT
        c, n, d,
        n >= 11904 AND NOT (
          n BETWEEN 12289 AND 12292 OR n BETWEEN 12296 AND 12320 OR n IN (12336, 12539)
          OR n BETWEEN 65040 AND 65135 OR n BETWEEN 65281 AND 65381 OR n BETWEEN 65504 AND 65519
        ) AS c_han,
        m >= 11904 AND NOT (
          m BETWEEN 12289 AND 12292 OR m BETWEEN 12296 AND 12320 OR m IN (12336, 12539)
          OR m BETWEEN 65040 AND 65135 OR m BETWEEN 65281 AND 65381 OR m BETWEEN 65504 AND 65519
        ) AS d_han
      FROM (
        SELECT c, unicode(c) AS n, d, unicode(d) AS m
        FROM (
          SELECT
            substr(block, j.i + 1, 1) AS c,
            CASE
              WHEN substr(block, j.i + 2, 1) = ' ' THEN substr(block, j.i + 3, 1)
              ELSE substr(block, j.i + 2, 1)
            END AS d
          FROM (
            SELECT k.i AS b, substr(t, k.i * 100 + 1, 102) AS block
            FROM (
              SELECT replace(replace(replace(blanked, ' ', ' ' || "char"(1)), "char"(1) || ' ', ''), "char"(1), '') AS t
              FROM (
                SELECT replace(replace(replace(replace(replace(replace(replace(
                  title || "char"(10) || subtitles || "char"(10) || body,
                  "char"(1), ' '), "char"(9), ' '), "char"(13), ' '), "char"(160), ' '),
                  "char"(8203), ' '), "char"(12288), ' '), "char"(65279), ' ') AS blanked
              ) AS raw
              LIMIT 1
            ) AS clean
            CROSS JOIN nums AS k
            WHERE k.i <= length(t) / 100
            LIMIT 10000
          ) AS blocks
          CROSS JOIN nums AS j
          WHERE j.i < 100 AND j.i < length(block)
          ORDER BY b, j.i
          LIMIT 1000000
        ) AS pairs
        LIMIT 1000000
      ) AS coded
    ) AS classed
  ) AS words
FROM article;

CREATE VIEW article_now AS
SELECT
  a.id, a.url, a.site, a.county, a.section, a.published, a.precision, a.title, a.subtitles,
  a.source,
  (
    SELECT group_concat(name, '、')
    FROM (SELECT name FROM byline WHERE article_id = a.id ORDER BY position) AS b
  ) AS bylines,
  (
    SELECT group_concat(name, '、')
    FROM (SELECT name FROM attendance WHERE article_id = a.id ORDER BY position) AS p
  ) AS attendees,
  a.images, a.attachments, a.incomplete, a.body, length(a.body) AS characters,
  a.version, a.first_seen, a.last_seen
FROM article AS a;

CREATE VIEW attendance_flat AS
SELECT
  t.article_id, a.url, a.published, a.county, a.section, a.title, t.position,
  t.person_id, t.name, t.post,
  t.chair, t.speak, t.attend, t.observe, t.accompany, t.inspect, t.meet,
  t.sentence, t.name_field, t.name_start, t.name_end, t.rule, t.confidence,
  c.warc_file, c.warc_offset
FROM attendance AS t
INNER JOIN article AS a ON a.id = t.article_id
LEFT JOIN capture_part AS f ON f.capture_id = a.capture_id
  AND t.name_field = 'body' AND t.name_start >= f.body_start AND t.name_start < f.body_end
LEFT JOIN capture AS c ON c.id = coalesce(f.part_capture_id, a.capture_id);

-- From a value back to the bytes: an attendance, its place in the text, the answer that this part of
-- the text was read from, and the record that holds it. bytes_* is the record with the payload, which
-- is another one where the answer only repeated what was archived before.
CREATE VIEW attendance_record AS
SELECT
  t.article_id, t.position, t.name, t.post, t.sentence, t.name_field, t.name_start, t.name_end,
  t.rule, a.url AS article_url, a.title, a.published, a.version, a.reader_version,
  c.id AS capture_id, c.url, c.fetched, c.status, c.origin, c.charset_declared, c.charset_used,
  c.size, c.sha256, c.payload_digest, c.record_id, c.warc_file, c.warc_offset,
  coalesce(b.warc_file, c.warc_file) AS bytes_file,
  coalesce(b.warc_offset, c.warc_offset) AS bytes_offset
FROM attendance AS t
INNER JOIN article AS a ON a.id = t.article_id
LEFT JOIN capture_part AS f ON f.capture_id = a.capture_id
  AND t.name_field = 'body' AND t.name_start >= f.body_start AND t.name_start < f.body_end
LEFT JOIN capture AS c ON c.id = coalesce(f.part_capture_id, a.capture_id)
LEFT JOIN capture AS b ON b.record_id = c.refers_to;

CREATE VIEW post_spell AS
SELECT
  t.person_id, p.name, p.county, t.post,
  min(substr(a.published, 1, 10)) AS first_seen,
  max(substr(a.published, 1, 10)) AS last_seen,
  count(*) AS appearances
FROM attendance AS t
INNER JOIN article AS a ON a.id = t.article_id
INNER JOIN person AS p ON p.id = t.person_id
WHERE t.post IS NOT NULL
GROUP BY t.person_id, p.name, p.county, t.post;

CREATE VIEW co_attendance AS
SELECT
  x.article_id, a.published, a.county,
  x.person_id AS person_a, x.name AS name_a,
  y.person_id AS person_b, y.name AS name_b,
  n.attendees,
  1.0 / (n.attendees - 1) AS weight
FROM attendance AS x
INNER JOIN attendance AS y ON y.article_id = x.article_id AND y.person_id > x.person_id
INNER JOIN (
  SELECT article_id, count(DISTINCT person_id) AS attendees FROM attendance GROUP BY article_id
) AS n ON n.article_id = x.article_id
INNER JOIN article AS a ON a.id = x.article_id;

CREATE VIEW changes AS
SELECT
  v.article_id, a.url, a.county, a.section, v.version, v.valid_from, v.valid_to,
  v.changed_fields, v.title AS title_before, a.title AS title_now
FROM article_version AS v
INNER JOIN article AS a ON a.id = v.article_id;

CREATE VIEW coverage AS
SELECT
  site, county, section, month, articles,
  number - lag(number) OVER (PARTITION BY site, county, section ORDER BY number) - 1
    AS empty_months_before
FROM (
  SELECT
    s.site, s.county, s.name AS section, substr(a.published, 1, 7) AS month,
    CAST(substr(a.published, 1, 4) AS INTEGER) * 12
      + CAST(substr(a.published, 6, 2) AS INTEGER) AS number,
    count(*) AS articles
  FROM article_section AS l
  INNER JOIN section AS s ON s.id = l.section_id
  INNER JOIN article AS a ON a.id = l.article_id
  WHERE a.published IS NOT NULL
  GROUP BY s.site, s.county, s.name, substr(a.published, 1, 7),
    CAST(substr(a.published, 1, 4) AS INTEGER) * 12
      + CAST(substr(a.published, 6, 2) AS INTEGER)
) AS months;

-- An absence counts only if the site showed another article on the same day (else the site itself
-- was ill), and only if the article was not seen afterwards. CROSS JOIN keeps SQLite from going
-- through all articles.
CREATE VIEW gone AS
SELECT
  a.id AS article_id, a.url, a.site, a.county, a.section, a.published, a.title, a.last_seen,
  min(m.seen) AS first_missing, max(m.seen) AS last_missing,
  count(DISTINCT m.day) AS days, max(m.why) AS why
FROM look AS m
CROSS JOIN article AS a
WHERE m.text_sha256 IS NULL AND a.id = m.article_id AND m.seen > a.last_seen
  AND EXISTS (
    SELECT 1 FROM look AS p
    INNER JOIN article AS other ON other.id = p.article_id
    WHERE p.day = m.day AND p.text_sha256 IS NOT NULL AND other.site = a.site
  )
GROUP BY a.id, a.url, a.site, a.county, a.section, a.published, a.title, a.last_seen
HAVING count(DISTINCT m.day) >= (
  SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'gone_days'
);
