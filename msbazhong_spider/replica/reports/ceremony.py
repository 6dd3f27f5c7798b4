"""Ceremonies and kindness: 慰问, 开工, 节会, 欢送新兵, 植树, 揭牌."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msbazhong_spider.replica.banks import bank

from .parts import Material, but, manager, more, speak, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.counties import Person
    from msbazhong_spider.replica.writing import Writer


def _bind(writer: Writer, boss: Person, *themes: str) -> Material:
    county = writer.county
    town = writer.rng.choice(county.towns)
    writer.settle(town)
    material = Material(writer, *themes)
    chair, *others = writer.some(but(county.leaders, boss), 3, 7)
    writer.bind(
        date=when(writer),
        boss=boss,
        chair=chair,
        second=chair,
        others=tuple(others),
        host=town.secretary,
        one=writer.stranger(),
        two=writer.stranger(),
    )
    return material


def condolence(writer: Writer) -> None:
    """Write up a round of visits to people in need or of merit (慰问)."""
    county = writer.county
    boss = writer.rng.choice((*county.protocol[:5], *county.standing))
    material = _bind(writer, boss, "work", "party", "village", "health")
    writer.bind(folk=writer.word("folk"))
    writer.par(writer.choose("condolence/lead"))
    writer.head(writer.choose("condolence/title"))
    for pattern in writer.rng.sample(writer.lines("condolence/home"), writer.rng.randint(2, 3)):
        writer.bind(one=writer.stranger(), two=writer.stranger())
        writer.par(pattern)
    writer.par(writer.choose("shared/background"))
    for _ in range(writer.rng.randint(1, 2)):
        material.fresh()
        writer.par(writer.choose("condolence/speech"))


def opening(writer: Writer) -> None:
    """Write up the start of building works (开工仪式)."""
    boss = writer.rng.choice((writer.county.secretary, writer.county.mayor))
    material = _bind(writer, boss, "industry", "traffic", "city")
    writer.bind(project=writer.say("{=project}"), firm_boss=manager(writer))
    writer.par(writer.choose("opening/lead"))
    writer.head(writer.choose("opening/title"))
    writer.par(writer.choose("opening/body"))
    writer.par(_PROJECTS if writer.chance(0.6) else "")
    writer.par(writer.choose("shared/background"))
    more(writer, "ceremony/more", 1, 2)
    if writer.chance(0.6):
        speak(writer, material, boss, 1)


def festival(writer: Writer) -> None:
    """Write up the opening of a festival."""
    county = writer.county
    boss = writer.rng.choice((county.mayor, county.standing[2], *county.vice_mayors))
    _bind(writer, boss, "tourism")
    writer.bind(festival=writer.say("{=festival}"))
    writer.par(writer.choose("festival/lead"))
    writer.head(writer.choose("festival/title"))
    for pattern in writer.lines("festival/body"):
        writer.par(pattern if writer.chance(0.7) else "")
    writer.par(writer.choose("shared/background"))
    more(writer, "ceremony/more", 0, 2)


def army(writer: Writer) -> None:
    """Write up how recruits are seen off."""
    county = writer.county
    _bind(writer, county.mayor, "party")
    commissar = next(person for person in county.standing if "人武部" in person.post)
    writer.bind(
        commissar=commissar,
        others=writer.some(but(county.leaders, commissar), 2, 5),
        one=writer.stranger("新兵代表"),
        two=writer.stranger("家长代表"),
    )
    writer.head("我{县}[隆重|热烈]欢送新兵入伍")
    writer.par(writer.choose("army/lead"))
    more(writer, "army/more", 1, 3)
    writer.par("会上宣读了入伍命令，{one.full+speak}、{two.full+speak}先后发言。")
    writer.par(
        "{boss.name+speak}勉励新兵珍惜荣誉、苦练本领，要求各级各部门做好优抚工作，解除他们的后顾之忧。"
    )
    writer.par("{@全{县}新兵家属+attend}、{@接兵部队代表+attend}参加欢送大会。")


def trees(writer: Writer) -> None:
    """Write up a day of planting trees."""
    county = writer.county
    _bind(writer, county.secretary, "nature")
    writer.bind(people=(county.secretary, county.mayor, *writer.some(county.leaders, 3, 6)))
    writer.head("{县}领导参加义务植树活动")
    writer.par(writer.choose("trees/lead"))
    for pattern in writer.lines("trees/body"):
        writer.par(pattern)
    more(writer, "trees/more", 1, 3)
    writer.par(writer.choose("shared/background"))
    if writer.chance(0.5):
        writer.par("{@{县}级相关部门干部职工+attend}参加植树。")


def plaque(writer: Writer) -> None:
    """Write up how a university's station is opened (揭牌)."""
    county = writer.county
    boss = writer.rng.choice((county.deputy_secretary, *county.vice_mayors))
    _bind(writer, boss, "farming", "education")
    org = writer.pick(bank("places/outside_schools"))
    # The head of a department keeps the bare post that is printed; an organ carries to deputies.
    guests = (writer.stranger(f"{org}副校长"), writer.stranger("科研处处长"))
    writer.bind(org=org, guest=guests[0], guests=guests)
    writer.head("{org}专家[工作站|团队]落户{town}")
    writer.par(writer.choose("plaque/lead"))
    for pattern in writer.lines("plaque/body"):
        writer.par(pattern)
    more(writer, "shared/background", 1, 1)
    more(writer, "ceremony/more", 1, 2)


_PROJECTS = (
    "此次集中开工的项目共{#8-32}个，总投资{#20-96.}亿元，涵盖产业发展、基础设施、民生事业等领域。"
)
