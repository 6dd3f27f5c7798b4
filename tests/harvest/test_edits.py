"""The same articles a second time: an edit is kept as a version, what only looks new is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable

    from msbazhong_spider.replica.server import Fault

QUICK = ("--data", "data", "--delay", "0")


def edited(texts: dict[str, tuple[str, str]]) -> Fault:
    """Replace one text by another on the page of an address; nothing while there is no address."""

    def fault(path: str, answer: Any) -> Any:
        if path not in texts:
            return answer
        old, new = texts[path]
        assert old in answer.body.decode()
        return replace(answer, body=answer.body.decode().replace(old, new).encode())

    return fault


def test_an_edit_of_title_or_text_is_a_version_and_a_counter_or_sidebar_is_none(
    run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """Four articles have changed on the site; two of them say something else."""
    texts: dict[str, tuple[str, str]] = {}
    with Replica(seed=7, articles=40, counties=1, faults=[edited(texts)]) as replica:
        assert run("harvest", "--start", replica.url, *QUICK).returncode == 0
        titled, corrected, counted, beside = replica.truth[:4]
        head, body = titled.article.title, corrected.article.body
        for one, old, new in (
            (titled, f"<h2>{head}</h2>", f"<h2>{head}（更新）</h2>"),
            (corrected, body[:20], f"（更正）{body[:20]}"),
            (counted, "阅读:<script", "阅读:129<script"),
            (beside, "<h3>推荐阅读</h3>", "<h3>推荐阅读</h3><p>本周点击最多的十篇文章</p>"),
        ):
            texts[one.article.url[len(replica.url) - 1 :]] = old, new
        assert run("harvest", "--start", replica.url, "--full", *QUICK).returncode == 0
    versions = query("SELECT a.url, a.version FROM article AS a WHERE a.version > 1")
    assert dict(versions) == {titled.article.url: 2, corrected.article.url: 2}
    assert f"{head}（更新）" in query("SELECT title FROM article")
    earlier = query("SELECT changed_fields, title, body FROM article_version ORDER BY title")
    assert {fields for fields, _, _ in earlier} == {'["title"]', '["body"]'}
    assert {title for _, title, _ in earlier} == {head, corrected.article.title}


HTML = "text/html; charset=utf-8"
GONE = {
    "not_found": lambda one: replace(one, status=404, body=b"<h1>404</h1>"),
    "gone": lambda one: replace(one, status=410, body=b"<h1>410</h1>"),
    "says_so": lambda one: replace(
        one, body="<title>提示信息</title>对不起，您访问的信息不存在！".encode()
    ),
    "front_page": lambda one: replace(one, status=302, headers=(("Location", "/"),), body=b""),
    "nothing": lambda one: replace(one, status=503, body=b"<h1>503</h1>"),
}


def test_a_harvest_notes_which_articles_it_did_not_find(
    run: Callable[..., Any], query: Callable[..., Any]
) -> None:
    """Four have been taken away in four ways; a fault of the server proves nothing."""
    changes: dict[str, Any] = {}

    def taken_away(path: str, answer: Any) -> Any:
        return changes[path](answer) if path in changes else answer

    with Replica(seed=7, articles=40, counties=1, faults=[taken_away]) as replica:
        assert run("harvest", "--start", replica.url, *QUICK).returncode == 0
        of = dict(zip(GONE, (truth.article.url for truth in replica.truth), strict=False))
        for why, change in GONE.items():
            changes[of[why][len(replica.url) - 1 :]] = change
        run("harvest", "--start", replica.url, "--full", *QUICK)
    looks = query(
        "SELECT l.why, a.url, c.status FROM look AS l JOIN article AS a ON a.id = l.article_id"
        " JOIN capture AS c ON c.id = l.capture_id AND c.fetched = l.seen"
        " WHERE l.text_sha256 IS NULL AND l.run_id = 2 ORDER BY l.why"
    )
    status = {"front_page": 302, "gone": 410, "not_found": 404, "says_so": 200}
    assert looks == [(why, of[why], status[why]) for why in sorted(status)]
