"""Search finds what a reading of every text would find, and stays right whoever writes."""

import random
import re
import shutil
import subprocess
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msbazhong_spider.errors import UsageError
from msbazhong_spider.items import Precision
from msbazhong_spider.store import open_store
from msbazhong_spider.store.words import cut

# A few characters only, so that words come up in several texts and at all seams.
HAN = "县委书记张杰调研"
TEXT = st.text(alphabet=HAN + " \u3000\n，,·a1", max_size=30)
WORD = st.text(alphabet=HAN, min_size=1, max_size=10)


def numbers(store, words, limit=1000):
    """The numbers of the articles that are found."""
    return sorted(int(hit.url.split("/")[-1][:-5]) for hit in store.search(words, limit))


def numbers_by_sql(store, words):
    """The same, as whoever has nothing but SQLite asks."""
    found = store.db.execute("SELECT url FROM article_search WHERE q = json_quote(?)", [words])
    return sorted(int(url.split("/")[-1][:-5]) for (url,) in found)


def scanned(texts, word):
    """What a scan finds: blanks between Chinese characters do not count."""
    bare = [re.sub(f"(?<=[{HAN}])[ \u3000]+(?=[{HAN}])", "", text) for text in texts]
    return [number for number, text in enumerate(bare) if word in text]


def fill(store, harvested, texts):
    """Put each text into the body of an article."""
    store.save(
        [harvested(number, title="", subtitles=(), body=text) for number, text in enumerate(texts)],
        None,
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXT, min_size=1, max_size=8), words=st.lists(WORD, min_size=1, max_size=6))
def test_search_equals_scan(tmp_path, harvested, texts, words):
    """Words of one to ten characters: nothing missed, nothing found that is not there."""
    (tmp_path / "scan.db").unlink(missing_ok=True)
    with open_store(tmp_path / "scan.db") as store:
        fill(store, harvested, texts)
        for word in words:
            assert numbers(store, word) == scanned(texts, word), word
        one, other = words[0], words[-1]
        both = sorted(set(scanned(texts, one)) & set(scanned(texts, other)))
        assert numbers(store, f"{one} {other}") == both
        assert numbers(store, f"{one} AND {other}") == both
        assert numbers(store, f"{one} OR {other}") == sorted(
            {*scanned(texts, one), *scanned(texts, other)}
        )
        assert numbers(store, f"{one} NOT {other}") == sorted(
            set(scanned(texts, one)) - set(scanned(texts, other))
        )


# What real pages print, in a few characters: also beyond the BMP, full width, marks, Latin, digits.
PRINTED = "县委书记𠮷野，。、·(（aB1Ｚ９Gé \u3000\u00a0\n"
NARROW = str.maketrans("Ｚ９(\u3000\u00a0", "Z9（  ")


def plain(text):
    """What counts of a text: no blank but between Latin words, no difference in width."""
    one = re.sub(" +", " ", text.translate(NARROW))
    return re.sub(r"(?<![0-9A-Za-zé]) | (?![0-9A-Za-zé])", "", one)


def test_search_equals_scan_whatever_is_printed(store, harvested):
    """Two hundred phrases out of and beside such texts: the same by the program, SQL and a scan."""
    rng = random.Random(4)
    texts = ["".join(rng.choices(PRINTED, k=60)) for _ in range(40)]
    fill(store, harvested, texts)
    cut_out = [
        text[start : start + rng.randint(1, 10)]
        for text in rng.choices(texts, k=300)
        for start in [rng.randrange(60)]
    ]
    made_up = ["".join(rng.choices(PRINTED, k=rng.randint(1, 4))) for _ in range(100)]
    words = [word for word in (*cut_out, *made_up) if re.search(r"\w", word) and "\n" not in word]
    hits = 0
    for word in words[:200]:
        pattern = re.escape(plain(word).strip())
        pattern = re.sub(r"^(?=[0-9A-Za-zé])", "(?<![0-9A-Za-zé])", pattern)
        pattern = re.sub(r"(?<=[0-9A-Za-zé])$", "(?![0-9A-Za-zé])", pattern)
        expected = [
            number
            for number, text in enumerate(texts)
            if re.search(pattern, plain(text), re.IGNORECASE)
        ]
        hits += len(expected)
        assert numbers(store, f'"{word}"') == expected, word
        assert numbers_by_sql(store, f'"{word}"') == expected, word
    assert len(words) >= 200
    assert hits > 300


QUERY = st.lists(
    st.one_of(
        WORD, st.sampled_from(["AND", "OR", "NOT", "(", ")", '"张 杰"', '"学"', "a，1", "AND NOT"])
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.one_of(QUERY, st.text(alphabet='张杰席 a1"()，,*-\u3000', max_size=12)))
def test_sql_reads_a_query_like_python(tmp_path, harvested, query):
    """The view understands what the program understands, and finds the same."""
    path = tmp_path / "read.db"
    if not path.exists():
        with open_store(path) as store:
            rng = random.Random(5)
            fill(
                store, harvested, ["".join(rng.choices(HAN + " ，a1席学", k=9)) for _ in range(60)]
            )
    with open_store(path) as store:
        try:
            found = numbers(store, query)
        except UsageError:
            return
        assert numbers_by_sql(store, query) == found


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=150), TEXT))
def test_sql_cuts_like_python(tmp_path, harvested, text):
    """The view that the triggers use gives the very tokens that our own writer indexes."""
    with open_store(tmp_path / "cut.db") as store:
        store.save([harvested(title="", subtitles=(), body=text)], None)
        ((words, body),) = store.db.execute(
            "SELECT words, body FROM article_words JOIN article USING (seq)"
        ).fetchall()
    assert _tokens(words) == cut(f"\n\n{body}")


def _tokens(words):
    """Split as the tokenizer of the index does: by the space, the only ASCII mark in use."""
    return [token for token in words.split(" ") if token]


def test_long_text_is_cut_alike(store, harvested):
    """The blocks in which SQL walks a text leave no seam."""
    body = "".join(chr(0x4E00 + n % 3000) + (" " if n % 7 == 0 else "") for n in range(1234))
    store.save([harvested(title="", subtitles=(), body=body)], None)
    ((words,),) = store.db.execute("SELECT words FROM article_words").fetchall()
    assert _tokens(words) == cut(f"\n\n{body}")


FOUND = {
    "a two-character name": ("县委书记张杰出席", "张杰"),
    "a name printed with a wide blank": ("县委书记张　杰出席", "张杰"),
    "a name printed with a blank": ("县委书记张 杰出席", "张杰"),
    "a padded name asked for as printed": ("县委书记张杰出席", '"张　杰"'),
    "a single character": ("县委书记张杰出席", "席"),
    "ten characters": ("全县工业强县建设推进大会召开", "工业强县建设推进大会"),
    "a name with a dot, printed with another": ("买买提•吐尔逊出席", "买买提·吐尔逊"),
    "a Latin word in any case": ("全县GDP增长", "gdp"),
    "a full-width number": ("２０２２年", "2022"),
    "a date with marks": ("7月22日,李甲出席", "7月22日，李甲"),
    "in the headline": ("", "工业发展大会"),
    "in a sub-headline": ("", "工业强县"),
    "words far apart": ("张杰主持会议。县长出席", "县长 张杰"),
    "one of two": ("张杰主持", "王乙 OR 张杰"),
    "without": ("张杰主持", "张杰 NOT 学习"),
    "AND NOT": ("张杰主持", "张杰 AND NOT 学习"),
    "brackets": ("张杰主持", "(王乙 OR 张杰) AND 主持"),
    "full-width brackets and quotes": ("张杰主持", "（王乙 OR “张杰”） 主持"),
}
MISSED = {
    "across a mark": ("会议由张，杰出代表参加", "张杰"),
    "across the end of a line": ("会议由张\n杰出代表参加", "张杰"),
    "in another order": ("杰张", "张杰"),
    "part of a number": ("2022年", "22年"),
    "what is ruled out": ("张杰学习", "张杰 NOT 学习"),
    "one of two is missing": ("张杰学习", "张杰 王乙"),
    "lower-case or is a word": ("张杰学习", "王乙 or 张杰"),
}


@pytest.mark.parametrize(("body", "words"), FOUND.values(), ids=FOUND)
def test_found(store, harvested, body, words):
    """What must be found."""
    store.save([harvested(1, body=body)], None)
    assert numbers(store, words) == numbers_by_sql(store, words) == [1]


@pytest.mark.parametrize(("body", "words"), MISSED.values(), ids=MISSED)
def test_missed(store, harvested, body, words):
    """What must not be found."""
    store.save([harvested(1, title="", subtitles=(), body=body)], None)
    assert numbers(store, words) == numbers_by_sql(store, words) == []


WRONG = {
    "nothing": ("", "no words to look for"),
    "blanks": ("　 ", "no words to look for"),
    "only a mark": ("，", "nothing that can be looked for"),
    "an open quotation mark": ('张杰 "王乙', "a quotation mark without its second one"),
    "an open bracket": ("(张杰 OR 王乙", "an opening bracket without its closing one"),
    "a closing bracket": ("张杰)", "a closing bracket without its opening one"),
    "empty brackets": ("()", "nothing in it"),
    "an operator at the end": ("张杰 AND", "AND needs a word after it"),
    "an operator at the beginning": ("NOT 张杰", "NOT needs a word before it"),
    "two operators": ("张杰 OR AND 王乙", "AND needs a word before it"),
    "too many words": ("张杰 " * 65, "more than 64 words"),
    "too many brackets": ("(" * 70 + "张杰" + ")" * 70, "too many brackets"),
}


@pytest.mark.parametrize(("words", "why"), WRONG.values(), ids=WRONG)
def test_wrong_words(store, words, why):
    """What makes no query is told in one line."""
    with pytest.raises(UsageError, match=why) as caught:
        store.search(words)
    assert "\n" not in str(caught.value)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(alphabet='张杰 a1"()*:^-+{}，ANDORNOT\x00\ud800', max_size=25))
def test_any_words_give_a_result_or_a_usage_error(store, words):
    """No words, however odd, reach SQLite as a broken query."""
    with suppress(UsageError):
        assert store.search(words) == []


def test_newest_first(store, harvested):
    """By day of publication and not by the order of saving; within a day by the clock."""
    zone = ZoneInfo("Asia/Shanghai")
    when = [(2022, 5, 1, 8, 0), (2024, 1, 1, 9, 0), (2023, 1, 1, 7, 0), (2024, 1, 1, 18, 0)]
    store.save(
        [
            harvested(number, published=datetime(*parts, tzinfo=zone), precision=Precision.MINUTE)
            for number, parts in enumerate(when)
        ],
        None,
    )
    found = [hit.published for hit in store.search("李甲")]
    assert found == ["2024-01-01T18:00", "2024-01-01T09:00", "2023-01-01T07:00", "2022-05-01T08:00"]
    assert len(store.search("李甲", limit=2)) == 2


def test_limit_is_checked(store):
    """A limit that asks for nothing is a mistake."""
    with pytest.raises(UsageError, match="limit 0"):
        store.search("张杰", limit=0)


def test_snippet_shows_the_place(store, harvested):
    """The text around the words, on one line, with what is left out marked."""
    body = "前文" * 50 + "县委书记张　杰\n出席会议" + "后文" * 50
    store.save([harvested(body=body)], None)
    (hit,) = store.search("张杰 会议")
    assert "县委书记张　杰 出席会议" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) < 70


def test_a_changed_text_is_found_by_its_new_words_only(store, harvested):
    """The index follows an article that the site changes."""
    store.save([harvested(body="张杰主持会议")], None)
    store.save([harvested(body="王乙主持会议")], None)
    assert numbers(store, "王乙") == [1]
    assert numbers(store, "张杰") == []


def test_a_common_character_is_found_in_the_newest_articles(store, harvested):
    """Newest first and no other than through the index, whether many hold it or few."""
    texts = [
        f"{'会议' if number % 2 else '学习'}{'席' if number == 7 else ''}" for number in range(240)
    ]
    fill(store, harvested, texts)
    for character, hits in {"会": 120, "席": 1, "县": 0}.items():
        found = store.search(character, limit=500)
        asked = store.db.execute(
            "SELECT id FROM article_search WHERE q = json_quote(?)", [character]
        ).fetchall()
        assert [hit.id for hit in found] == [article_id for (article_id,) in asked]
        assert len(found) == hits
        assert [hit.id for hit in store.search(character, limit=5)] == [hit.id for hit in found[:5]]


def test_snippet_by_sql_shows_the_place(store, harvested):
    """On one line, with its ends marked; a padded name is shown in the text without blanks."""
    body = "前文" * 50 + "县委书记张　杰\n出席会议" + "后文" * 50
    store.save([harvested(body=body)], None)
    ask = "SELECT snippet FROM article_search WHERE q = json_quote(?)"
    ((by_word,),) = store.db.execute(ask, ["没有 OR 出席会议"]).fetchall()
    ((by_name,),) = store.db.execute(ask, ["张杰"]).fetchall()
    assert "县委书记张　杰 出席会议后文" in by_word
    assert "县委书记张杰 出席会议后文" in by_name
    assert all(text.startswith("…") and text.endswith("…") for text in (by_word, by_name))


def check_index(store):
    """Compare index and texts; SQLite raises an error if they differ."""
    store.db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    store.db.conn.commit()


def test_any_other_writer_keeps_the_index_right(store, harvested):
    """The triggers do for the sqlite3 program what save does for us."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    store.save([harvested(1), harvested(2), harvested(3)], None)
    script = (
        "PRAGMA foreign_keys = OFF;"
        "UPDATE article SET body = '县委书记吴　辛调研' WHERE url LIKE '%/1.html';"
        "DELETE FROM article WHERE url LIKE '%/2.html';"
        "UPDATE article SET seq = seq + 100 WHERE url LIKE '%/3.html';"
        "INSERT INTO article SELECT 5, 'fedcba9876543210', 'https://x.example/4.html', site,"
        " county, section, breadcrumb, title, subtitles, published, precision, published_raw,"
        " source, '新来的郑壬', incomplete, mentioned, charset, evidence, doubts, version,"
        " version_since, first_seen, last_seen, text_sha256, reading_sha256, reader_version,"
        " run_id, capture_id, images, attachments FROM article WHERE url LIKE '%/3.html';"
    )
    subprocess.run([program, "-bail", store.path, script], check=True)
    assert numbers(store, "吴辛") == [1]
    assert numbers(store, "郑壬") == [4]
    assert numbers(store, "王乙") == [3]
    check_index(store)


def test_the_index_is_checked_against_the_texts(store, harvested):
    """An index that lacks a text is recognised, and rebuilt by one statement."""
    store.save([harvested(1)], None)
    store.db.execute("INSERT INTO article_fts (article_fts) VALUES ('delete-all')")
    with pytest.raises(Exception, match="malformed"):
        check_index(store)
    store.db.conn.rollback()
    store.db.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    store.db.conn.commit()
    check_index(store)
    assert numbers(store, "李甲") == [1]


def test_saved_articles_pass_the_check(store, harvested):
    """What our own writer indexes by hand is what the triggers would have."""
    store.save([harvested(number, body=f"第{number}次会议，张　杰") for number in range(30)], None)
    store.save([harvested(number, body=f"第{number}次学习，张杰") for number in range(15)], None)
    check_index(store)
    assert len(store.search("张杰", limit=50)) == 30
