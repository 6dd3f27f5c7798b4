"""The truth of a report is what its text says."""

from datetime import date
from random import Random

import pytest

from msbazhong_spider.items import Action, Field
from msbazhong_spider.replica.banks import bank
from msbazhong_spider.replica.counties import Person, make_counties
from msbazhong_spider.replica.reports import KINDS, SECTIONS, fill
from msbazhong_spider.replica.site import Site
from msbazhong_spider.replica.skins import make_skin
from msbazhong_spider.replica.writing import Writer

SITE = Site(seed=7, articles=1500, skin=make_skin("portal"))
TRUTHS = [SITE.truth(number, "http://replica.example") for number in range(1, 1501)]


def writer(seed: int = 1, county: int = 0, month: int = 3) -> Writer:
    """Give a writer with plain habits: no inner spaces, full-width commas."""
    new = Writer(Random(seed), make_counties(1)[county], date(2022, month, 5))
    new._inner_space, new._comma = "", "，"
    return new


def told(writer: Writer) -> dict[str, tuple[str | None, str]]:
    """Give name → (post, actions) of a writer's attendees."""
    people = writer.facts.participation(writer.texts()).attendees
    return {person.name: (person.post, " ".join(person.actions)) for person in people}


_BROKEN = ("{", "}", "[", "]", "|", "｜", "／", "@", "。。", "，，", "，。", "；。", "要要")
_PATTERNS = (
    "meeting/lead meeting/others meeting/groups meeting/close standing/lead standing/close "
    "inspection/lead inspection/close above/lead receive/lead signing/lead npc/seats"
)
A, B, C = (Person(name, "县政协副主席", "县政协") for name in ("李甲", "王乙", "盛丙丁"))
HEAD = Person("赵大明", "县政协主席", "县政协")
RULES = {
    "two verbs, one subject": (
        "{head.full+chair+speak}主持会议并讲话。",
        "县政协主席赵大明主持会议并讲话。",
        {"赵大明": ("县政协主席", "chair speak")},
    ),
    "one post in front of a list holds for all of it": (
        "{some.full+attend}出席。",
        "县政协副主席李甲、王乙出席。",
        {"李甲": ("县政协副主席", "attend"), "王乙": ("县政协副主席", "attend")},
    ),
    "an organ carries over within a list": (
        "{all.full+attend}出席。",
        "县政协主席赵大明，副主席李甲、王乙出席。",
        {
            "赵大明": ("县政协主席", "attend"),
            "李甲": ("县政协副主席", "attend"),
            "王乙": ("县政协副主席", "attend"),
        },
    ),
    "an organ carries over from the sentence before": (
        "{head.full+chair}主持，{some.carry+attend}出席。",
        "县政协主席赵大明主持，副主席李甲、王乙出席。",
        {
            "赵大明": ("县政协主席", "chair"),
            "李甲": ("县政协副主席", "attend"),
            "王乙": ("县政协副主席", "attend"),
        },
    ),
    "the specific beats the general": (
        "{some.led+attend}出席，{first.full+speak}发言。",
        "县领导李甲、王乙出席，县政协副主席李甲发言。",
        {"李甲": ("县政协副主席", "speak attend"), "王乙": ("县领导", "attend")},
    ),
    "a standing post beats a part played for the day": (
        "{some.led:大会执行主席+attend}就座，{some.led+attend}出席。",
        "大会执行主席李甲、王乙就座，县领导李甲、王乙出席。",
        {"李甲": ("县领导", "attend"), "王乙": ("县领导", "attend")},
    ),
    "a label behind a list holds too": (
        "{some.labelled+inspect}参加调研。",
        "李甲、王乙等县领导参加调研。",
        {"李甲": ("县领导", "inspect"), "王乙": ("县领导", "inspect")},
    ),
    "a post behind the name counts": (
        "{first.after:副主席+inspect}调研。",
        "李甲副主席调研。",
        {"李甲": ("副主席", "inspect")},
    ),
    "a name alone gives no post": (
        "{some.spaced+attend}出席",
        "李甲 王乙出席",
        {"李甲": (None, "attend"), "王乙": (None, "attend")},
    ),
    "who is only cited takes no part": (
        "传达了{first.full}的讲话。",
        "传达了县政协副主席李甲的讲话。",
        {},
    ),
}


@pytest.mark.parametrize(("pattern", "text", "people"), RULES.values(), ids=RULES)
def test_a_pattern_prints_text_and_truth(pattern, text, people):
    """A slot prints people in its form and notes what the guideline makes of it."""
    new = writer()
    new.bind(head=HEAD, first=A, some=(A, B), all=(HEAD, A, B))
    new.par(pattern)
    assert new.paragraphs == [text]
    assert told(new) == people


def test_an_inner_space_is_printed_and_not_part_of_the_name():
    """A name of two characters may be printed as 李　甲; longer names never are."""
    new = writer()
    new._inner_space = "　"
    new.bind(some=(A, C))
    new.par("{some.full+attend}出席。")
    assert new.paragraphs == ["县政协副主席李　甲、盛丙丁出席。"]
    assert list(told(new)) == ["李甲", "盛丙丁"]


@pytest.mark.parametrize(
    ("form", "incomplete"),
    [("full", False), ("etc", True), ("led", False), ("ledetc", True), ("labelled", True)],
)
def test_a_list_that_ends_in_deng_is_incomplete(form, incomplete):
    """等 after attendees' names says that unnamed others were there."""
    new = writer()
    new.bind(some=(A, B))
    new.par("{some." + form + "+attend}出席。")
    assert new.facts.participation(new.texts()).incomplete is incomplete


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_in_every_month_and_county(kind):
    """No kind of report runs out of words, whatever the season and the county's level."""
    for month in range(1, 13):
        for county in range(5):
            new = writer(seed=month, county=county, month=month)
            KINDS[kind](new)
            new.facts.participation(new.texts())
            assert new.title
            assert new.paragraphs


@pytest.mark.parametrize("kind", ["village", "health", "education", "tourism", "civil", "notice"])
def test_stories_and_notices_have_no_attendees(kind):
    """Whoever is interviewed, appointed or announced attends nothing."""
    for seed in range(12):
        new = writer(seed)
        KINDS[kind](new)
        assert told(new) == {}


def test_every_attendee_stands_in_the_text_where_the_span_says():
    """The first span of an attendee shows the name, inner spaces aside."""
    for truth in TRUTHS:
        article = truth.article
        texts = {
            Field.TITLE: article.title,
            Field.SUBTITLES: "\n".join(article.subtitles),
            Field.BODY: article.body,
        }
        for person in truth.participation.attendees:
            span = person.names[0]
            printed = texts[span.field][span.start : span.end]
            assert printed.replace(" ", "").replace("　", "") == person.name
            assert person.actions == tuple(a for a in Action if a in person.actions)


def test_every_collective_stands_in_the_body():
    """A collective is printed as its truth says."""
    for truth in TRUTHS:
        for group in truth.participation.collectives:
            span = group.span
            assert truth.article.body[span.start : span.end] == group.name


def test_posts_and_mentioned_names_stand_in_the_text():
    """A post is printed whole, or its organ and its bare part are; a mentioned name is printed."""
    for truth in TRUTHS:
        text = "\n".join((truth.article.title, *truth.article.subtitles, truth.article.body))
        plain = text.replace(" ", "").replace("　", "")
        for person in truth.participation.attendees:
            post = (person.post or "").replace("，", ",")
            carried = post.endswith(("副主席", "副主任", "秘书长", "副总经理", "副校长"))
            assert carried or post in plain.replace("，", ","), (post, text)
        for name in truth.participation.mentioned:
            assert name in plain


def test_attendees_and_mentioned_are_apart():
    """Nobody is both, nobody is named twice, and reporters are never attendees."""
    for truth in TRUTHS:
        names = [person.name for person in truth.participation.attendees]
        assert len(names) == len(set(names))
        assert not set(names) & set(truth.participation.mentioned)
        assert not set(names) & {byline.name for byline in truth.article.bylines}


def test_no_pattern_leaves_its_marks_in_the_text():
    """Braces, brackets, bars and doubled punctuation are signs of a broken pattern."""
    for truth in TRUTHS:
        text = "\n".join((truth.article.title, *truth.article.subtitles, truth.article.body))
        for sign in (
            "{",
            "}",
            "[",
            "]",
            "|",
            "｜",
            "／",
            "@",
            "。。",
            "，，",
            "，。",
            "；。",
            "要要",
        ):
            assert sign not in text


def test_reports_are_varied():
    """There are over 40 patterns of attendance, 150 sentences of filler, and few equal texts."""
    attendance = {p for name in _PATTERNS.split() for p in bank(name) if "+" in p}
    filler = [line for name in set(bank("themes", 0)) for line in bank(f"themes/{name}")]
    assert len(attendance) >= 40
    assert len(set(filler)) >= 150
    bodies = [truth.article.body for truth in TRUTHS]
    assert len(set(bodies)) > 0.99 * len(bodies)  # a notice may be issued twice


def test_every_shape_of_name_and_list_occurs():
    """Short, compound, dotted names; groups; incomplete lists; citations; no attendees at all."""
    people = {person.name for truth in TRUTHS for person in truth.participation.attendees}
    compound = bank("names/surnames_compound")
    assert any("·" in name for name in people)
    assert any(name.startswith(compound) for name in people)
    assert {2, 3, 4} <= {len(name) for name in people}
    assert any(truth.participation.incomplete for truth in TRUTHS)
    assert any(truth.participation.collectives for truth in TRUTHS)
    assert any("习近平" in truth.participation.mentioned for truth in TRUTHS)
    assert any(not truth.participation.attendees for truth in TRUTHS)
    done = {act for t in TRUTHS for person in t.participation.attendees for act in person.actions}
    assert done == set(Action)
    assert {0, 1, 2, 3} <= {len(truth.article.subtitles) for truth in TRUTHS}


def test_people_keep_their_posts_within_a_county():
    """A county's secretary is one person in all its reports."""
    for county in SITE.counties:
        post = f"{county.level}委书记"
        names = {
            person.name
            for truth in TRUTHS
            if truth.article.county == county.name
            for person in truth.participation.attendees
            if person.post == post
        }
        assert names == {county.secretary.name}


def test_no_two_people_of_a_county_share_a_name_and_no_leader_of_the_country_is_invented():
    """Double names inside a county would be accidents; real leaders are never attendees."""
    for seed in range(1, 6):
        for county in make_counties(seed):
            people = [*county.protocol, *county.bureaus, *county.court, *county.leaders_above]
            for town in county.towns:
                people += [town.secretary, town.head, *town.village_secretaries]
            names = [person.name for person in people] + list(county.reporters)
            assert len(names) == len(set(names))
            assert not set(names) & set(bank("names/never"))


def test_a_section_that_is_not_known_is_refused():
    """Each section prints some kinds of reports; another one has none."""
    assert all(set(shares) <= set(KINDS) for shares in SECTIONS.values())
    with pytest.raises(KeyError):
        fill(writer(), "体育新闻")
