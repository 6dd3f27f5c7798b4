"""``msbazhong new-site``: from one address to a spider, its saved pages and a test that passes."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.items import Page
from msbazhong_spider.replica import Replica
from msbazhong_spider.spiders.scaffold import (
    Facts,
    check_name,
    facts_of,
    layout_of,
    name_from,
    spider_text,
    write_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
OWN = Path("msbazhong_sites")
SAVED = ("article.html", "article.json", "front.html", "front.json")
WRITTEN = {
    OWN / "yunfeng.py",
    OWN / "tests" / "test_yunfeng.py",
    *(OWN / "tests" / "yunfeng" / name for name in SAVED),
}


@pytest.fixture(scope="module")
def portal() -> Iterator[Replica]:
    """Serve an invented portal."""
    with Replica(seed=11, articles=40) as replica:
        yield replica


def new_site(run: Callable[..., Any], url: str, *options: object) -> Any:
    """Run the command for a site that is called yunfeng."""
    return run("new-site", url, "--name", "yunfeng", *options)


def written_test(folder: Path, package_in: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the tests that were written into a folder, as its owner would."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MSBAZHONG")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(package_in), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=120,
        check=False,
    )


def files_in(folder: Path) -> set[Path]:
    """List the files below a folder."""
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


BEGINNINGS = {"an article": ("portal", True), "the front page, in GBK": ("dedecms", False)}


@pytest.mark.parametrize(("skin", "from_article"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_one_address_is_enough(
    run: Callable[..., Any], tmp_path: Path, skin: str, from_article: bool
) -> None:
    """Spider, saved pages and test are written, the test passes, and the harvest works at once."""
    with Replica(seed=11, articles=40, skin=skin) as site:
        done = new_site(run, site.truth[3].article.url if from_article else site.url)
        assert (done.returncode, done.stderr) == (0, "")
        assert files_in(tmp_path) == WRITTEN
        assert len(site.requests) <= 4  # robots.txt, the address, the front page or an article
        assert all(str(path) in done.stdout for path in WRITTEN)
        tested = written_test(tmp_path)
        assert tested.returncode == 0, tested.stdout
        assert " passed" in tested.stdout
        harvested = run("harvest", "yunfeng", "--limit", 3, "--start", site.url, "--delay", 0)
    assert harvested.returncode == 0, harvested.stderr
    assert "3 articles" in harvested.stdout


def test_the_facts_are_those_of_the_site(
    run: Callable[..., Any], portal: Replica, tmp_path: Path
) -> None:
    """Its name and counties as the front page has them; the fields as the truth has them."""
    truth = portal.truth[5].article
    new_site(run, truth.url)
    text = (tmp_path / OWN / "yunfeng.py").read_text("utf-8")
    assert 15 <= len(text.splitlines()) <= 25
    site = facts_in(text)
    counties = {county for one in portal.truth for county, _ in one.sections}
    assert set(site["counties"]) == counties
    assert (site["front_page"], site["hosts"]) == (portal.url, ("127.0.0.1",))
    saved = json.loads((tmp_path / OWN / "tests/yunfeng/article.json").read_text("utf-8"))
    assert saved["url"] == truth.url
    expected = saved["expected"]
    assert (expected["title"], expected["source"]) == (truth.title, truth.source)
    assert expected["body"] == truth.body.split("\n")
    assert site["title"] in (tmp_path / OWN / "tests/yunfeng/front.html").read_bytes().decode(
        "gb18030" if "gb" in saved["headers"]["content-type"].lower() else "utf-8"
    )


def facts_in(text: str) -> dict[str, Any]:
    """Read the attributes of the only class of a module without running it."""
    (site,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    found = [node for node in site.body if isinstance(node, ast.Assign)]
    return {node.targets[0].id: ast.literal_eval(node.value) for node in found}  # type: ignore[attr-defined] # names


def test_a_wrong_expectation_fails(
    run: Callable[..., Any], portal: Replica, tmp_path: Path
) -> None:
    """The written test compares every field with what a person put down."""
    new_site(run, portal.url)
    path = tmp_path / OWN / "tests/yunfeng/article.json"
    path.write_text(path.read_text("utf-8").replace('"source": "', '"source": "x'), "utf-8")
    tested = written_test(tmp_path)
    assert tested.returncode == 1
    assert "article: source" in tested.stdout
    assert "1 failed" in tested.stdout


def test_in_a_checkout_the_files_have_their_places(
    run: Callable[..., Any], portal: Replica, tmp_path: Path
) -> None:
    """The site is one of the package's then, and its test one of the project's."""
    shutil.copytree(ROOT / "msbazhong_spider", tmp_path / "msbazhong_spider")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    done = new_site(run, portal.url)
    assert done.returncode == 0, done.stderr
    assert "  3. msbazhong harvest yunfeng" in done.stdout
    assert (tmp_path / "msbazhong_spider/spiders/yunfeng.py").is_file()
    assert (tmp_path / "tests/sites/yunfeng/article.html").is_file()
    tested = written_test(tmp_path, package_in=tmp_path)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="ruff is not installed")
@pytest.mark.parametrize("counties", [(), ("岚河县",), tuple(f"岚河第{n}县" for n in range(30))])
def test_what_is_written_is_in_good_form(tmp_path: Path, counties: tuple[str, ...]) -> None:
    """By this project's own rules, however many counties there are."""
    facts = Facts("yunfeng", "云峰新闻网", "http://www.yunfeng.example/", ("a.example",), counties)
    (tmp_path / "msbazhong_spider").mkdir()
    (tmp_path / "msbazhong_spider" / "__init__.py").touch()
    path = tmp_path / "msbazhong_spider" / "yunfeng.py"
    path.write_text(spider_text(facts), encoding="utf-8")
    for command in (["check"], ["format", "--check"]):
        options = ["--config", ROOT / "pyproject.toml", "--no-cache"]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options, path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


HOSTILE = [
    'A"""\nimport os\nos.abort()\n"""',
    "\\",
    '\\" + open("x") + "',
    "{name}",
    "新闻\u2028网\u202e\x00",
    "'''",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_can_write_no_code(title: str) -> None:
    """What stands on somebody else's page stays a text in the spider."""
    front = f"<title>{title.replace('<', '')}</title>".encode()
    page = Page("http://www.yunfeng.example/", front)
    facts = facts_of("yunfeng", page.url, page, page)
    text = spider_text(facts)
    kinds = [type(node).__name__ for node in ast.parse(text).body]
    assert kinds == ["Expr", "ImportFrom", "ClassDef"]
    assert facts_in(text)["front_page"] == page.url
    assert max(map(len, text.splitlines())) <= 100


NAMES = {
    "http://www.lanhe.example/a.html": "lanhe",
    "https://lan-he.gov.example/": "lanhe",
    "http://news.LANHE.example:8080/": "lanhe",
}


@pytest.mark.parametrize(("url", "name"), NAMES.items())
def test_a_name_from_the_host(url: str, name: str) -> None:
    """The part that names the place, without marks."""
    assert name_from(url) == name


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://岚河.example/"])
def test_a_host_that_gives_no_name(url: str) -> None:
    """Then one must be given."""
    with pytest.raises(UsageError, match="--name"):
        name_from(url)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("lan_he", "small letters"),
        ("Lanhe", "small letters"),
        ("2024", "small letters"),
        ("class", "small letters"),
        ("../x", "small letters"),
        ("portal", "taken by a part"),
        ("tests", "taken by a part"),
        ("msbazhong", "already"),
    ],
)
def test_what_is_no_name_for_a_site(name: str, why: str) -> None:
    """A name is a module's, a class's and a command's."""
    with pytest.raises(UsageError, match=why):
        check_name(name, ["msbazhong"])


def test_nothing_is_overwritten(run: Callable[..., Any], portal: Replica, tmp_path: Path) -> None:
    """The existing file is named, nothing is asked for and nothing else is written."""
    path = tmp_path / OWN / "tests" / "test_yunfeng.py"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\n")
    before = portal.requests
    done = new_site(run, portal.url)
    assert done.returncode == 2
    assert "test_yunfeng.py exists, and no file is overwritten" in done.stderr
    assert path.read_text() == "# mine\n"
    assert files_in(tmp_path) == {path.relative_to(tmp_path)}
    assert portal.requests == before


def test_the_second_time_is_told(run: Callable[..., Any], portal: Replica) -> None:
    """By the name, which is that of a site now."""
    assert new_site(run, portal.url).returncode == 0
    done = new_site(run, portal.url)
    assert done.returncode == 2
    assert done.stderr.startswith("msbazhong: there is a site 'yunfeng' already")


def test_all_files_or_none(tmp_path: Path) -> None:
    """What was written before the one that failed is taken away again."""
    (tmp_path / "b").write_text("a file, no folder")
    with pytest.raises(UsageError, match="can't be written"):
        write_files({tmp_path / "a": b"1", tmp_path / "b" / "c": b"2"})
    assert not (tmp_path / "a").exists()


def test_where_files_belong(tmp_path: Path) -> None:
    """The checkout is known by the base of all sites."""
    assert layout_of(ROOT).package == "msbazhong_spider.spiders"
    assert layout_of(ROOT).is_found
    assert layout_of(tmp_path).spider("lanhe") == tmp_path / OWN / "lanhe.py"
    assert layout_of(tmp_path).is_found
    (tmp_path / "msbazhong_spider" / "spiders").mkdir(parents=True)
    (tmp_path / "msbazhong_spider" / "spiders" / "portal.py").touch()
    assert not layout_of(tmp_path).is_found  # it is another copy than the one that runs


ENTRY = "<li><a href=/n/2024/{n}.html>岚河县召开第{n}次会议部署工作</a> 2024-03-0{n}</li>"
LIST = "".join(ENTRY.format(n=n) for n in range(1, 9))
FRONT = f"<html><head><title>岚河新闻网</title></head><body><ul>{LIST}</ul></body></html>"
CHALLENGE = "<html><script>var arg1='0123456789ABCDEF0123456789ABCDEF01234567';acw_sc__v2</script>"
KIND = {"Content-Type": "text/html; charset=utf-8"}
REFUSED: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "no web address": ("lanhe.example", {}, 2, "is no web address"),
    "a password": ("http://me:secret@127.0.0.1/", {}, 2, "password"),
    "nobody answers": ("http://127.0.0.1:9/a.html", {}, 1, "the connection was refused"),
    "no contact": ("http://www.yunfeng.example/", {}, 2, "export MSBAZHONG_CONTACT"),
    "robots.txt": (
        "{site}a.html",
        {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /\n")},
        1,
        "robots.txt",
    ),
    "a page that is gone": ("{site}a.html", {}, 2, "is no article but missing"),
    "a challenge page": (
        "{site}a.html",
        {"/a.html": (200, KIND, CHALLENGE.encode())},
        5,
        "is a challenge page",
    ),
    "a server in trouble": (
        "{site}a.html",
        {"/a.html": (500, KIND, b"")},
        1,
        "answers with status 500; try again later",
    ),
    "a list that leads nowhere": (
        "{site}",
        {"/": (200, KIND, FRONT.encode())},
        2,
        "none of its first links is an article; give the address of an article",
    ),
    "another host": (
        "{site}a.html",
        {"/a.html": (302, {"Location": "http://localhost:9/b.html"}, b"")},
        1,
        "leads to another host; ask for http://localhost:9/b.html itself",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_no_beginning(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    tmp_path: Path,
    case: tuple[str, dict[str, Any], int, str],
) -> None:
    """One line that says why, an exit code, and nothing written."""
    url, answers, code, said = case
    with serve(answers) as site:
        done = new_site(run, url.format(site=site.url))
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert files_in(tmp_path) == set()


def test_a_front_page_that_sends_its_reader_on(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    article_page: Callable[..., Any],
    page: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """It stays the front page; what it leads to is saved and searched for an article."""
    root = b"<html><head><meta http-equiv=refresh content='0;url=n.htm'></head></html>"
    answers = {
        "/": (200, KIND, root),
        "/n.htm": page(f"<ul>{LIST}</ul>"),
        "/n/2024/1.html": article_page("岚河县召开第1次会议部署工作"),
    }
    with serve(answers) as site:
        done = new_site(run, site.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert site.asked == ["/robots.txt", "/", "/n.htm", "/n/2024/1.html"]
    assert facts_in((tmp_path / OWN / "yunfeng.py").read_text("utf-8"))["front_page"] == site.url


def test_an_article_whose_front_page_is_missing(
    run: Callable[..., Any],
    serve: Callable[..., Any],
    article_page: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """The site is written all the same, and what must be corrected is told."""
    with serve({"/n/1.html": article_page("李甲到青石镇调研春耕生产工作")}) as site:
        done = new_site(run, f"{site.url}n/1.html")
    assert done.returncode == 0, done.stderr
    assert "is no list of news: correct front_page" in done.stdout
    assert "Not found: bylines, breadcrumb, county, section" in done.stdout
    assert files_in(tmp_path) == {path for path in WRITTEN if path.stem != "front"}
