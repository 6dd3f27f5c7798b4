"""Pages that stand alone, met over HTTP: what they are, and what the articles among them say."""

from __future__ import annotations

from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from msbazhong_spider.items import Page, PageKind
from msbazhong_spider.pages import classify, read_article
from msbazhong_spider.replica import Replica
from msbazhong_spider.replica.specimens import specimens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msbazhong_spider.replica.specimens import Specimen

ALL = list(specimens().values())
ARTICLES = [one for one in ALL if one.article]
CHALLENGES = [one for one in ALL if one.kind is PageKind.CHALLENGE]
NAMES = ("title", "published", "source", "body", "breadcrumb", "county", "section", "charset")


def name(specimen: Specimen) -> str:
    """Call a case by its specimen."""
    return specimen.name


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Serve a replica; which one does not matter."""
    with Replica(articles=1) as serving:
        yield serving


def fetch(replica: Replica, specimen: Specimen) -> Page:
    """Ask for a specimen."""
    connection = HTTPConnection("127.0.0.1", replica.port)
    connection.request("GET", specimen.path)
    answer = connection.getresponse()
    headers = {key.lower(): value for key, value in answer.getheaders()}
    page = Page(replica.url + specimen.path[1:], answer.read(), answer.status, headers)
    connection.close()
    return page


@pytest.mark.parametrize("specimen", ALL, ids=name)
def test_it_is_taken_for_what_it_is(replica: Replica, specimen: Specimen) -> None:
    """Whatever its status says; and nothing but an article is ever taken for one."""
    assert classify(fetch(replica, specimen)).kind is specimen.kind


@pytest.mark.parametrize("specimen", CHALLENGES, ids=name)
def test_the_product_behind_a_challenge_is_named(replica: Replica, specimen: Specimen) -> None:
    """So that an operator knows whom to ask; those that limit how often are just that."""
    assert specimen.product in classify(fetch(replica, specimen)).why


@pytest.mark.parametrize("specimen", ARTICLES, ids=name)
def test_the_article_is_read_as_it_is_in_truth(replica: Replica, specimen: Specimen) -> None:
    """In any form of its label line and in any charset."""
    assert specimen.article
    page = fetch(replica, specimen)
    read = read_article(page)
    truth = replace(specimen.article, url=page.url)
    assert {field: getattr(read, field) for field in NAMES} == {
        field: getattr(truth, field) for field in NAMES
    }
    assert {(line.name, line.part) for line in read.bylines} == {
        (line.name, line.part) for line in truth.bylines
    }
    assert any("damaged" in doubt for doubt in read.doubts) is specimen.damaged
