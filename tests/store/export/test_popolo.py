"""People and posts as Popolo, read by the reader that EveryPolitician made."""

import io
import json

import pytest
from popolo_data.importer import Popolo

from msbazhong_spider.store.export import one_moment, write_popolo
from msbazhong_spider.store.export.posts import split_post

# What the specification has for each class; what is ours stands under ``extra``.
KNOWN = {
    "persons": {"id", "name", "sources"},
    "organizations": {"id", "name", "area_id", "sources"},
    "posts": {"id", "label", "role", "organization_id", "area_id", "sources"},
    "memberships": {
        "id", "person_id", "post_id", "organization_id", "role", "label", "sources",
    },
    "areas": {"id", "name", "classification"},
}  # fmt: skip

POSTS = {
    "organ and role": ("县委书记", [("县委", "书记")]),
    "several posts": ("县委副书记、县长", [("县委", "副书记"), (None, "县长")]),
    "an organ with 、 in its name": (
        "县文化、体育和旅游局局长",
        [("县文化、体育和旅游局", "局长")],
    ),
    "a bare deputy names no organ": ("副县长", [(None, "副县长")]),
    "a remark in brackets belongs to no role": ("副县长（挂职）", [(None, "副县长")]),
    "an executive deputy": ("县委常委、常务副县长", [("县委", "常委"), (None, "常务副县长")]),
    "the department is the organ, not its last character": (
        "县委宣传部部长",
        [("县委宣传部", "部长")],
    ),
    "what is no office stays as printed": ("县领导", [(None, "县领导")]),
    "one office that is not known keeps the whole together": (
        "县委常委、清溪河守望者",
        [(None, "县委常委、清溪河守望者")],
    ),
}


@pytest.mark.parametrize(("printed", "expected"), POSTS.values(), ids=POSTS)
def test_posts_are_taken_apart(printed, expected):
    """Only what the text itself names is an organ."""
    assert [(post.organ, post.role) for post in split_post(printed)] == expected


@pytest.fixture
def document(filled):
    """The document as plain values."""
    with one_moment(filled) as connection:
        out = io.BytesIO()
        write_popolo(connection, out)
    return json.loads(out.getvalue())


def test_everypolitician_reads_it(document):
    """People, the posts they held, and in which organization."""
    read = Popolo(document)
    assert {person.name for person in read.persons} == {"李甲", "王乙", "周己", "吴庚"}
    held = {
        (m.person.name, m.role, m.organization.name if m.organization_id else None)
        for m in read.memberships
    }
    assert held == {
        ("李甲", "书记", "县委"),
        ("王乙", "县长", None),
        ("周己", "副书记", "县委"),
        ("周己", "县长", None),
        ("吴庚", "局长", "县文化、体育和旅游局"),
    }
    assert [area.name for area in read.areas] == ["云溪县"]


def test_every_reference_leads_somewhere_and_every_id_is_one(document):
    """Persons, organizations, posts and areas that are named are there, once."""
    ids = {name: [node["id"] for node in document[name]] for name in KNOWN}
    for name, listed in ids.items():
        assert len(listed) == len(set(listed)), name
    for node in document["memberships"]:
        assert node["person_id"] in ids["persons"]
        assert node["post_id"] in ids["posts"]
        assert node["organization_id"] in {None, *ids["organizations"]}
    for node in document["posts"] + document["organizations"]:
        assert node.get("area_id", ids["areas"][0]) in ids["areas"]


def test_only_terms_of_the_specification(document):
    """And one more, for what it does not know; never a date of appointment, which nobody told."""
    for name, terms in KNOWN.items():
        for node in document[name]:
            assert set(node) <= terms | {"extra"}, name


def test_each_has_its_sources(document, ask):
    """The reports that name it, each once."""
    for name in ("persons", "organizations", "posts", "memberships"):
        for node in document[name]:
            urls = [source["url"] for source in node["sources"]]
            assert urls
            assert len(urls) == len(set(urls))
    (person,) = (one for one in document["persons"] if one["name"] == "周己")
    assert person["sources"] == [
        {
            "url": "https://www.yunxi.example/news/1.html",
            "note": "2022-07-24 云溪县召开工业发展大会",
        }
    ]
    assert person["extra"] == {
        "county": "云溪县",
        "first_seen": "2022-07-24",
        "last_seen": "2022-07-24",
        "appearances": 1,
    }
    assert len(document["persons"]) == ask("SELECT count(*) FROM person")[0][0]


def test_an_empty_database_gives_empty_lists(store):
    """And still one document."""
    with one_moment(store) as connection:
        out = io.BytesIO()
        assert write_popolo(connection, out) == 0
    document = json.loads(out.getvalue())
    assert all(document[name] == [] for name in KNOWN)
