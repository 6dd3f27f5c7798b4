"""A database with what is awkward to write: marks, line ends, nothing, and empty texts."""

import pytest

from msbazhong_spider.items import Link

AWKWARD = "云溪县\"双减\"工作,推进会\n第二行\t制表\u3000全角 😀 \u2028 '单引号'；=1+1\\"


@pytest.fixture
def filled(store, harvested, attendee, capture):
    """Three articles, one of them changed once; a run; a problem; a person without a post."""
    run = store.begin_run("yunxi", {"county": "云溪县"}, capture("u").fetched)
    posts = (
        attendee(),
        attendee("王乙", None),
        attendee("周己", "县委副书记、县长"),
        attendee("吴庚", "县文化、体育和旅游局局长"),
    )
    media = {
        "images": (
            Link("https://www.yunxi.example/p/1.jpg", AWKWARD),
            Link("http://a.example/", ""),
        ),
        "attachments": (Link("https://www.yunxi.example/f/1.pdf", "附件"),),
    }
    first = harvested(1, attendees=posts, **media)
    store.save([first, harvested(2, subtitles=(), bylines=(), **media)], run)
    store.save([harvested(1, hours=1, attendees=posts, body=AWKWARD)], run)
    undated = {"published": None, "precision": None, "county": None, "section": None}
    store.save([harvested(3, title="=HYPERLINK(1)", **undated)], run)
    store.record_problem(run, "https://www.yunxi.example/x", "missing", "404", capture("u").fetched)
    store.end_run(run, capture("u").fetched, "finished", 0, {"articles": 3})
    return store


@pytest.fixture
def ask(filled):
    """Ask the database by SQL: a list of tuples."""
    return lambda sql, *values: filled.db.execute(sql, values).fetchall()
