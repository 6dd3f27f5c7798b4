"""Congresses: 人代会, 政协全会, their presidium, the county committee's plenum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import Material, but, session, speak_widely, when

if TYPE_CHECKING:
    from msbazhong_spider.replica.writing import Writer


def _bind(writer: Writer) -> Material:
    county = writer.county
    session(writer)
    material = Material(writer, "industry", "village", "business", "city")
    writer.bind(
        date=when(writer),
        mayor=county.mayor,
        secretary=county.secretary,
        fact2=material.fact(),
    )
    return material


def people(writer: Writer) -> None:
    """Write up the opening of the people's congress."""
    county = writer.county
    _bind(writer)
    presidium = (county.secretary, county.congress_chair, *writer.some(county.congress_vices, 3, 4))
    seated = (county.consultative_chair, *writer.some(county.leaders[:8], 4, 8))
    writer.bind(presidium=presidium, seated=seated, chair=county.congress_chair)
    writer.head(writer.choose("npc/title"))
    writer.par("{date}，{county}第{session}届人民代表大会第{nth}次会议在{=hall}[隆重|]开幕。")
    writer.par(writer.choose("npc/seats"))
    writer.par(writer.pick(("大会由{chair.name+chair}主持。", "大会由{chair.full+chair}主持。")))
    writer.par(writer.choose("npc/report"))
    for _ in range(writer.rng.randint(2, 4)):
        writer.par(writer.choose("npc/body"))
    writer.par(writer.choose("npc/close"))


def consultative(writer: Writer) -> None:
    """Write up the opening of the consultative conference."""
    county = writer.county
    _bind(writer)
    vices = writer.some(county.consultative_vices, 3, 4)
    guests = (county.secretary, county.mayor, county.congress_chair, county.deputy_secretary)
    writer.bind(
        boss=county.consultative_chair,
        vices=vices[1:],
        chair=vices[0],
        reporter=vices[-1],
        guests=(*guests, *writer.some(county.standing, 3, 6)),
    )
    writer.head(writer.choose("cppcc/title"))
    writer.par(writer.choose("cppcc/lead"))
    writer.par(writer.choose("cppcc/report"))
    writer.par(writer.choose("cppcc/secretary"))
    if writer.chance(0.6):
        writer.par(
            "会议指出，{fact2}。会议号召，全{县}政协委员要锚定目标、真抓实干，写好委员作业。"
        )
    writer.par(writer.choose("cppcc/close"))


def closing(writer: Writer) -> None:
    """Write up the end of the consultative conference, with rows of names."""
    county = writer.county
    _bind(writer)
    vices = county.consultative_vices
    guests = (county.secretary, county.mayor, county.congress_chair, *county.standing)
    retired = tuple(writer.stranger() for _ in range(writer.rng.randint(2, 4)))
    writer.bind(guests=guests, presidium=vices, retired=retired, chair=vices[0])
    writer.bind(new=writer.stranger())
    writer.head("政协{county}第{session}届委员会第{nth}次会议[胜利|圆满]闭幕")
    writer.par("{date}，政协{county}第{session}届委员会第{nth}次会议在{=hall}胜利闭幕。")
    writer.par("{presidium.led:大会执行主席+attend}在主席台前排就座。")
    writer.par("应邀出席大会并在主席台就座的{县}领导有：")
    writer.par("{guests.spaced:{县}领导+attend}")
    if writer.chance(0.5):
        writer.par("{retired.led:离退休老领导+attend}应邀出席大会。")
    writer.par("大会以无记名投票方式选举产生了有关人选，{new.name}当选为{县}政协秘书长。")
    writer.par("{secretary.full+speak}作重要讲话，强调{demands}")
    writer.par("大会由{chair.name+chair}主持。")


def presidium(writer: Writer) -> None:
    """Write up a meeting of the congress's presidium (主席团)."""
    county = writer.county
    _bind(writer)
    writer.bind(
        people=(county.secretary, county.mayor, county.congress_chair, county.deputy_secretary),
        npc=county.congress_chair,
        vices=writer.some(county.congress_vices, 2, 4),
        organizer=county.standing[1],
        new=writer.stranger(),
    )
    writer.head("{县}{session}届人大{nth}次会议主席团举行[第一次|]会议")
    writer.par(writer.choose("presidium/lead"))
    for pattern in writer.rng.sample(writer.lines("presidium/body"), 2):
        writer.par(pattern)
    writer.par(
        "会议指出，开好这次大会意义重大，要坚持党的领导、充分发扬民主、严格依法办事。"
        "各代表团要精心组织，引导代表以饱满的政治热情履职尽责。",
        "要严肃会风会纪，把大会开成民主、团结、求实、奋进的大会。" if writer.chance(0.6) else "",
    )


def plenum(writer: Writer) -> None:
    """Write up a plenum of the county committee (县委全会)."""
    county = writer.county
    material = _bind(writer)
    standing = (county.deputy_secretary, *writer.some(but(county.standing), 5, 8))
    writer.bind(boss=county.secretary, standing=standing)
    writer.head(writer.choose("plenum/title"))
    writer.par(writer.choose("plenum/lead"))
    writer.par("全会认为，{fact}。{fact2}。")
    speak_widely(writer, county.secretary, writer.rng.randint(4, 7))
    if writer.chance(0.5):
        material.fresh()
        writer.par("会议传达了习近平总书记重要讲话精神。全会强调，{general}")
    writer.par(writer.choose("plenum/close"))
