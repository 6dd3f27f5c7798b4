-- The views of news.db: all derived, so they are dropped and made anew whenever the schema moves.
-- They hold to what both SQLite 3.40 and DuckDB can parse, in DuckDB's own wording of it too: no
-- char(), MATCH, LIKE, trim(), count(*), UNION, nor recursion.

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

-- The words of a user, read into what the index is asked: query.py in plain SQL, for whoever has no
-- other program than SQLite. q is the parameter, the user's words as a JSON text. They are walked
-- character by character: c a character, k its kind (h Chinese, s blank, q quotation mark,
-- b bracket, x else), d and e the next ones, p and o the ones before. char(2) and char(3) stand
-- where a word or bracket begins and ends, char(4) for the quotation marks that a word gets.
CREATE VIEW search_expression AS
SELECT
  q,
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    coalesce(items, ''),
    "char"(4) || 'AND' || "char"(4) || "char"(3) || "char"(2) || "char"(4) || 'NOT', "char"(4) || 'NOT'),
    "char"(2) || "char"(4) || 'AND' || "char"(4) || "char"(3), ' AND '),
    "char"(2) || "char"(4) || 'NOT' || "char"(4) || "char"(3), ' NOT '),
    "char"(2) || "char"(4) || 'OR' || "char"(4) || "char"(3), ' OR '),
    "char"(2) || '(' || "char"(3), "char"(2) || '('),
    "char"(2) || ')' || "char"(3), ')' || "char"(3)),
    "char"(3) || "char"(2), ' AND '),
    "char"(2), ''), "char"(3), ''), "char"(4), '"'), '  ', ' ') AS expression,
  '[' || replace(
    json_quote(rtrim(ltrim(replace(replace(replace(line, '"', ' '), '(', ' '), ')', ' ')))), ' ', '","'
  ) || ']' AS words
FROM (
  SELECT q, line, (
    SELECT group_concat(CASE
      WHEN k = 'q' AND NOT quoted THEN "char"(2) || '"'
      WHEN k = 'q' AND pk = 'h' AND NOT ok = 'h' THEN '"*' || "char"(3)
      WHEN k = 'q' THEN '"' || "char"(3)
      WHEN k = 'b' AND NOT quoted THEN "char"(2) || c || "char"(3)
      WHEN k = 's' THEN CASE WHEN quoted THEN ' ' ELSE '' END
      ELSE CASE WHEN NOT quoted AND pk IN ('.', 's', 'q', 'b') THEN "char"(2) || "char"(4) ELSE '' END
        || CASE
          WHEN k = 'h' AND dk = 'h' THEN ' ' || c || d || ' '
          WHEN k = 'h' AND pk = 'h' AND ends THEN ''
          WHEN n BETWEEN 48 AND 57 OR n BETWEEN 65 AND 90 OR n BETWEEN 97 AND 122 THEN c
          WHEN n BETWEEN 192 AND 8191 AND n NOT IN (215, 247) THEN c
          WHEN n BETWEEN 65296 AND 65305 OR n BETWEEN 65313 AND 65338 OR n BETWEEN 65345 AND 65370
            THEN "char"(n - 65248)
          WHEN n <= 32 OR n BETWEEN 127 AND 159 THEN ' '
          WHEN n BETWEEN 33 AND 126 THEN ' ' || "char"(n + 65248) || ' '
          WHEN n IN (8226, 8231, 12539, 65381) THEN ' · '
          ELSE ' ' || c || ' '
        END
        || CASE
          WHEN quoted OR NOT ends THEN ''
          WHEN k = 'h' AND NOT pk = 'h' THEN "char"(4) || '*' || "char"(3)
          ELSE "char"(4) || "char"(3)
        END
    END, '')
    FROM (
      SELECT
        c, d, k, dk, pk, ok, quoted, unicode(c) AS n,
        CASE WHEN quoted THEN dk = 'q' ELSE dk IN ('.', 's', 'q', 'b') END AS ends
      FROM (
        SELECT
          c, k, quoted,
          CASE WHEN quoted AND dk = 's' THEN e ELSE d END AS d,
          CASE WHEN quoted AND dk = 's' THEN ek ELSE dk END AS dk,
          CASE WHEN quoted AND pk = 's' THEN ok ELSE pk END AS pk,
          CASE WHEN quoted AND pk = 's' OR ok = 's' THEN nk ELSE ok END AS ok
        FROM (
          SELECT
            substr(t, j.i + 1, 1) AS c, substr(t, j.i + 2, 1) AS d, substr(t, j.i + 3, 1) AS e,
            substr(kinds, j.i + 4, 1) AS k, substr(kinds, j.i + 5, 1) AS dk,
            substr(kinds, j.i + 6, 1) AS ek, substr(kinds, j.i + 3, 1) AS pk,
            substr(kinds, j.i + 2, 1) AS ok, substr(kinds, j.i + 1, 1) AS nk,
            (j.i + 3 - length(replace(substr(kinds, 1, j.i + 3), 'q', ''))) % 2 = 1 AS quoted
          FROM (SELECT line AS t, marks AS kinds LIMIT 1) AS once
          CROSS JOIN nums AS j
          WHERE j.i < length(t)
          ORDER BY j.i
          LIMIT 10000
        ) AS neighbours
        LIMIT 10000
      ) AS walked
      LIMIT 10000
    ) AS ended
  ) AS items
  FROM (
    SELECT q, line, '...' || (
      SELECT group_concat(CASE
        WHEN c = ' ' THEN 's'
        WHEN c = '"' THEN 'q'
        WHEN c IN ('(', ')') THEN 'b'
        WHEN n >= 11904 AND NOT (
          n BETWEEN 12289 AND 12292 OR n BETWEEN 12296 AND 12320 OR n IN (12336, 12539)
          OR n BETWEEN 65040 AND 65135 OR n BETWEEN 65281 AND 65381 OR n BETWEEN 65504 AND 65519
        ) THEN 'h'
        ELSE 'x'
      END, '')
      FROM (
        SELECT substr(t, j.i + 1, 1) AS c, unicode(substr(t, j.i + 1, 1)) AS n
        FROM (SELECT line AS t LIMIT 1) AS once
        CROSS JOIN nums AS j
        WHERE j.i < length(t)
        ORDER BY j.i
        LIMIT 10000
      ) AS characters
    ) || '..' AS marks
    FROM (
      SELECT q, rtrim(ltrim(replace(replace(replace(replace(
        marked, ' ', ' ' || "char"(2)), "char"(2) || ' ', ''), "char"(2), ''), ' "', '"'))) AS line
      FROM (
        SELECT
          a.json AS q,
          replace(replace(replace(replace(replace(replace(replace(replace(
            replace(replace(replace(replace(replace(replace(replace(replace(
            a.value, "char"(1), ' '), "char"(2), ' '), "char"(3), ' '), "char"(4), ' '),
            "char"(9), ' '), "char"(10), ' '), "char"(13), ' '), "char"(160), ' '),
            "char"(8203), ''), "char"(12288), ' '), "char"(65279), ''),
            '（', '('), '）', ')'), '“', '"'), '”', '"'), '„', '"') AS marked
        FROM json_each AS a
        WHERE a.type = 'text'
      ) AS asked
    ) AS clean
  ) AS known
) AS read;

-- SELECT published, title, snippet FROM article_search WHERE q = json_quote('张杰 调研') LIMIT 20;
-- The newest hits first, a thousand at most. (All of them, or their number: ask article_fts for the
-- expression of search_expression.) One character alone stands in so many articles that its hits
-- cannot be merged in time: if a hundred of the newest 3,000 articles hold it, these are given.
CREATE VIEW article_search AS
SELECT
  x.q, a.seq, a.id, a.url, a.published, a.county, a.section, a.title,
  (
    SELECT replace(replace(
      CASE WHEN start > 21 THEN '…' ELSE '' END || substr(t, max(1, start - 20), 60)
        || CASE WHEN length(t) >= max(1, start - 20) + 60 THEN '…' ELSE '' END,
      "char"(10) || "char"(10), ' '), "char"(10), ' ')
    FROM (
      SELECT t, instr(lower(t), lower(w.value)) AS start
      FROM (
        SELECT j.i, CASE j.i WHEN 0 THEN whole ELSE
          replace(replace(whole, ' ', ''), "char"(12288), '') END AS t
        FROM (
          SELECT a.title || "char"(10) || a.subtitles || "char"(10) || a.body AS whole LIMIT 1
        ) AS one
        CROSS JOIN nums AS j
        WHERE j.i < 2
        LIMIT 2
      ) AS texts
      CROSS JOIN json_each(x.words) AS w
      WHERE w.value NOT IN ('', 'AND', 'OR', 'NOT') AND instr(lower(t), lower(w.value)) > 0
      ORDER BY w.key, i
      LIMIT 1
    ) AS best
  ) AS snippet
FROM search_expression AS x
CROSS JOIN json_each(coalesce(
  (
    SELECT CASE WHEN count(seq) >= 100 THEN json_group_array(seq) END
    FROM (
      SELECT seq
      FROM (SELECT x.expression AS e LIMIT 1) AS asked
      CROSS JOIN (
        SELECT seq, title || subtitles || body AS t FROM article ORDER BY seq DESC LIMIT 3000
      ) AS newest
      WHERE length(e) = 6 AND substr(e, 4) = ' "*' AND instr(t, substr(e, 3, 1)) > 0
      LIMIT 1000
    ) AS held
  ),
  (
    SELECT json_group_array(rowid) FROM (
      SELECT rowid FROM article_fts WHERE article_fts.article_fts = x.expression
      ORDER BY rowid DESC LIMIT 1000
    ) AS hits
  )
)) AS h
CROSS JOIN article AS a
WHERE a.seq = h.value;

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
