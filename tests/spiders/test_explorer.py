"""From the front page to what is wanted: which links are followed, and what is told at the end."""

from __future__ import annotations

import pytest

from msbazhong_spider.items import Link, Listing
from msbazhong_spider.spiders.explorer import Explorer, Place
from msbazhong_spider.spiders.scope import Scope

FRONT = Place(first="/")
MENU = ("岚河县", "青溪区", "国内新闻", "视频专区")


def links(*texts: str, below: str = "") -> list[Link]:
    """Make links whose addresses say nothing but their number."""
    return [Link(f"http://a.example/{below}{text}/", text) for text in texts]


def explorer(**wanted: str) -> Explorer:
    """Make an explorer of a site with three levels."""
    return Explorer(Scope(**wanted), 3, lambda url: url.startswith("http://a.example/"))


def texts(ways: list[tuple[Link, Place]]) -> list[str]:
    """Give the texts of the links that are followed."""
    return [link.text for link, _ in ways]


FOLLOWED: dict[str, tuple[dict[str, str], list[str]]] = {
    "all of it": ({}, [*MENU]),
    "a county": ({"county": "岚河县"}, ["岚河县"]),
    "a county without its unit": ({"county": "岚河"}, ["岚河县"]),
    "a section of the front page": ({"section": "国内新闻"}, ["岚河县", "青溪区", "国内新闻"]),
    "a section that may be anywhere": ({"section": "时政新闻"}, ["岚河县", "青溪区"]),
    "a county that the menu does not name": ({"county": "白马县"}, []),
}


@pytest.mark.parametrize(("wanted", "followed"), FOLLOWED.values(), ids=FOLLOWED)
def test_from_the_front_page(wanted: dict[str, str], followed: list[str]) -> None:
    """Only links that can lead to what is wanted are followed."""
    assert texts(explorer(**wanted).ways(links(*MENU), FRONT)) == followed


def test_what_a_link_is_likely_to_lead_to() -> None:
    """A county by its name, everything else is a section of where the link stands."""
    ways = dict(zip(MENU, explorer().ways(links(*MENU), FRONT), strict=True))
    assert (ways["岚河县"][1].county, ways["岚河县"][1].section) == ("岚河县", None)
    assert (ways["国内新闻"][1].county, ways["国内新闻"][1].section) == (None, "国内新闻")
    county = ways["岚河县"][1]
    (below,) = explorer().ways(links("时政新闻", below="lh/"), county)
    assert (below[1].county, below[1].section, below[1].depth) == ("岚河县", "时政新闻", 2)


def test_the_menu_says_nothing_of_the_page_that_it_stands_on() -> None:
    """On a county's page the links of the site's menu are no sections of that county."""
    site = explorer()
    site.ways(links(*MENU), FRONT)
    county = Place(county="岚河县", depth=1)
    assert texts(site.ways([*links(*MENU), *links("时政新闻", below="lh/")], county)) == [
        "时政新闻"
    ]


def test_a_menu_that_holds_all_sections_of_all_counties() -> None:
    """Then the section is found through the menu, and its breadcrumb tells whose it is."""
    site = explorer(county="岚河县", section="时政新闻")
    menu = [*links("岚河县", "青溪区"), *links("时政新闻", "民生", below="lh/"),
            *links("时政新闻", "民生", below="qx/")]  # fmt: skip
    assert texts(site.ways(menu, FRONT)) == ["岚河县"]
    ways = site.ways(menu, Place(county="岚河县", depth=1))
    assert texts(ways) == ["时政新闻", "时政新闻"]
    arrived = [
        site.where(Listing(link.url, county=county, section="时政新闻"), there)
        for (link, there), county in zip(ways, ("岚河县", "青溪区"), strict=True)
    ]
    assert [site.is_wanted(here) for here in arrived] == [True, False]
    assert site.unknown("here") is None


def test_counties_that_stand_one_level_deeper_are_found() -> None:
    """A front page that names no county is searched further."""
    site = explorer(county="岚河县")
    ways = site.ways(links("区县新闻", "国内新闻"), FRONT)
    assert texts(ways) == ["区县新闻", "国内新闻"]
    page = site.where(Listing("http://a.example/qx/", section=None), Place(depth=1))
    assert texts(site.ways(links("岚河县", "青溪区", below="x/"), page)) == ["岚河县"]


def test_the_breadcrumb_is_believed_before_the_way() -> None:
    """A link called 要闻 leads to a listing whose breadcrumb says 岚河县 > 时政新闻."""
    listing = Listing("http://a.example/1/", county="岚河县", section="时政新闻")
    here = explorer().where(listing, Place(county="青溪区", section="要闻", depth=2))
    assert (here.county, here.section) == ("岚河县", "时政新闻")


def test_a_county_page_is_no_section() -> None:
    """A breadcrumb that ends with the county takes away the section that the way had."""
    here = explorer().where(Listing("u", county="岚河县"), Place(section="县区", depth=1))
    assert (here.county, here.section) == ("岚河县", None)


def test_without_a_breadcrumb_the_way_counts() -> None:
    """There is nothing better."""
    place = Place(county="岚河县", section="时政新闻", depth=2)
    assert explorer().where(Listing("u"), place) == place


def test_links_to_other_sites_lead_nowhere() -> None:
    """They are neither followed nor listed as what the site has."""
    site = explorer(county="白马县")
    site.ways([*links("岚河县", "青溪区"), Link("http://b.example/", "白马县")], FRONT)
    assert site.unknown("here").known == ("岚河县", "青溪区")


def test_depth_has_an_end() -> None:
    """Listings below the third level are not followed."""
    assert explorer().ways(links("更深"), Place(depth=3)) == []


def test_the_unknown_is_told_with_what_there_is() -> None:
    """Sections of counties are told, not the links of the front page that look like some."""
    site = explorer(county="岚河县", section="体育")
    site.ways(links(*MENU), FRONT)
    site.ways(links("时政新闻", "民生", below="lh/"), Place(county="岚河县", depth=1))
    error = site.unknown("http://a.example/")
    assert error.known == ("时政新闻", "民生")
    assert str(error).startswith("http://a.example/ (岚河县) has no section '体育'")
