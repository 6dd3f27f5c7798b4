"""Who made a report, and as what: every place and form in which reports name them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msbazhong_spider.items import Article

Read = Callable[..., Article]

PARTS = {
    "r": "reporter",
    "c": "correspondent",
    "p": "photographer",
    "w": "writer",
    "e": "editor",
    "v": "reviewer",
}
FIRST = "3月4日，云岭县委书记沈怀谷到石桥镇调研春耕生产，实地察看育秧大棚和高标准农田，详细了解种子、化肥储备情况。"
REST = "<p>　　沈怀谷指出，要抢抓农时、精心组织，把各项强农惠农政策落到田间地头，确保全年粮食播种面积只增不减。</p><p>　　县领导陶喆、李堃参加调研。</p>"
D = "2024-03-05 09:12"

LABEL_LINE: dict[str, tuple[str, str]] = {
    "作者 with two names": (f"<p>时间：{D} 来源：云岭网 作者：张禾 李暮云 点击：12</p>", "w张禾 w李暮云"),
    "作者 with names joined by 、": (f"<p>{D} 作者：张禾、李暮云</p>", "w张禾 w李暮云"),
    "作者 with names joined by a comma": (f"<p>{D} 作者：张禾，李暮云</p>", "w张禾 w李暮云"),
    "作者 with names joined by a slash": (f"<p>{D} 作者：张禾/李暮云</p>", "w张禾 w李暮云"),
    "作者 with a name of two characters set apart": (f"<p>{D} 作者：张 禾 来源：云岭网</p>", "w张禾"),
    "作者 with ideographic spaces in and between names": (f"<p>{D} 作者：张　禾　　李暮云</p>", "w张禾 w李暮云"),
    "作者 before 来源 without a blank": (f"<p>{D}作者：张禾来源：云岭网</p>", "w张禾"),
    "作者 in brackets": (f"<p>【{D}】【作者：张禾】【来源：云岭网】</p>", "w张禾"),
    "作者 and a blank for a colon": (f"<p>{D} 作者 张禾</p>", "w张禾"),
    "作者, a value in a link": (f"<p>{D} 作者：<a href='/u/1'>张禾</a></p>", "w张禾"),
    "作者, a value in the next block": (f"<dl><dt>作者：</dt><dd>张禾</dd><dt>时间：</dt><dd>{D}</dd></dl>", "w张禾"),
    "作者：记者 in one": (f"<p>{D} 作者：记者 张禾 通讯员 李暮云 王朔风</p>", "r张禾 c李暮云 c王朔风"),
    "作者：本报记者 in one": (f"<p>{D} 作者：本报记者 张禾</p>", "r张禾"),
    "where it was written behind the reporter": (f"<p>作者：云岭周刊记者 张禾 发自柳坝 {D}</p>", "r张禾"),
    "记者": (f"<p>{D} 来源：云岭网 记者：张禾 李暮云</p>", "r张禾 r李暮云"),
    "记者 behind the source without a mark": (f"<p>{D} 来源：云岭日报 记者 张禾 李暮云</p>", "r张禾 r李暮云"),
    "通讯员": (f"<p>{D} 通讯员：李暮云</p>", "c李暮云"),
    "编辑": (f"<p>{D} 来源：云岭网 编辑：张禾</p>", "e张禾"),
    "责编 and 编辑": (f"<p>{D} 责编：张禾 编辑：李暮云</p>", "e张禾 e李暮云"),
    "责任编辑 in brackets": (f"<p>{D} [责任编辑：张禾]</p>", "e张禾"),
    "录入 is nobody's byline": (f"<p>{D} 录入：张禾 作者：李暮云</p>", "w李暮云"),
    "审核 and 监制": (f"<p>{D} 编辑：张禾 审核：李暮云 监制：王朔风</p>", "e张禾 v李暮云 v王朔风"),
    "初审, 复审, 终审": (f"<p>{D} 初审：张禾 复审：李暮云 终审：王朔风</p>", "v张禾 v李暮云 v王朔风"),
    "文/图 before the date": (f"<p>文/图 张禾 李暮云 | 责编：王朔风 | {D}</p>", "w张禾 w李暮云 e王朔风"),
    "文、摄影": (f"<p>{D} 文：张禾 摄影：李暮云</p>", "w张禾 p李暮云"),
    "names that are words": (f"<p>{D} 作者：白云 编辑：蓝天、黎明</p>", "w白云 e蓝天 e黎明"),
    "供稿 by a person": (f"<p>{D} 供稿：张禾</p>", "w张禾"),
    "撰稿人": (f"<p>{D} 撰稿人：张禾</p>", "w张禾"),
    "reporters' names as the source": ("<p>时间:2024年03月05日来源:张禾 李暮云阅读:</p>", "r张禾 r李暮云"),
    "a reporter with his paper, no colon": (f"<p>云岭日报记者 张禾 李暮云 {D}</p>", "r张禾 r李暮云"),
    "a reporter on a line of his own": (f"<p>{D} 来源：云岭日报</p><p>云岭日报记者 张禾</p>", "r张禾"),
    "names that are words, behind roles": (f"<p>{D}</p><p>本报记者 张禾 通讯员 耿直</p>", "r张禾 c耿直"),
    "a paper's short name before each label": (f"<p>{D}</p><p>某经记者：张禾　　某经编辑：李暮云</p>", "r张禾 e李暮云"),
    "a paper's short name before each role": (f"<p>{D}</p><p>某经记者 张禾　　某经编辑 李暮云</p>", "r张禾 e李暮云"),
    "names set close to the role behind them": (f"<p>{D}</p><p>本报记者 张禾 李朔通讯员 王朔风</p>", "r张禾 r李朔 c王朔风"),
    "an organisation before the writer's name": (f"<div>云岭县委党校教研室　张禾苗</div><p>{D}</p>", "w张禾苗"),
    "an organisation before a sub-headline": (f"<div>云岭县财政局 全力保障</div><p>{D}</p>", ""),
    "a clinic as the author": (f"<p>{D} 作者：骨科</p>", ""),
    "本报记者 centred below the headline": (f"<p align=center>本报记者 张禾 李暮云</p><p>{D}</p>", "r张禾 r李暮云"),
    "记者 behind a square": (f"<p>{D}</p><p>■ 本报记者 张禾</p>", "r张禾"),
    "only a name beside the date, called author": (f"<p><span class='author'>张禾</span><span class='time'>{D}</span></p>", "w张禾"),
    "a name called auth, behind the source": (f"<p><span class='where'>云岭周刊</span><span class='auth color-a'>张禾</span><span class='pubTime'>{D}</span></p>", "w张禾"),
    "a name in an element with the id articleAuthor": (f"<p><span id='articleTime'>{D}</span>　<span id='articleSource'>来源： 云岭导报</span>　<span id='articleAuthor'>张禾</span> [<a href='#'>打印</a>]</p>", "w张禾"),
    "a link to its own page in an element that is called author": (f"<p><span class='author'><a href='/u/1.html'>端木禾</a></span><span>· </span><span class='date'>{D}</span><span>浏览 </span><span class='hit'>12.6w</span></p>", "w端木禾"),
    "a dot behind a name that is called author": (f"<p><span class='author'>张禾 ·</span> <span class='date'>{D}</span></p>", "w张禾"),
    "a name called editorName, in an element that is called source": (f"<div><strong class='fromSummary'><a href='/'>云岭网</a> <span class='editorName'>张禾</span></strong><strong>{D}</strong></div>", "e张禾"),
    "two names called reporter": (f"<p><span>{D}</span> <em class='news-reporter'>张禾 李暮云</em></p>", "r张禾 r李暮云"),
    "a name called zuozhe": (f"<p><span>{D}</span> <span class='zuozhe'>张禾</span></p>", "w张禾"),
    "记者 and a name in an element that is called reporter": (f"<p><span>{D}</span><span class='reporter'>记者 张禾</span><span class='from'>云岭融媒</span></p>", "r张禾"),
    "记者 and a name in an element of their own": (f"<p><span>{D}</span><span>云岭日报记者 张禾</span><span>阅读 12</span></p>", "r张禾"),
    "a name in a block within one that is called author": (f"<div class='author-box'><p>张禾</p><p>{D}</p></div>", "w张禾"),
    "通讯员 behind a name that is called author": (f"<p><span class='author'>张禾（通讯员）</span> <span>{D}</span></p>", "c张禾"),
    "names before the paper's, its day and page": ("<p class='sec'>张禾　李暮云 <span class='date'>《云岭日报》（2024年03月05日 第 04 版）</span></p>", "w张禾 w李暮云"),
    "a reporter before the paper's name": ("<p class='sec'>本报记者 张禾 <span class='date'>《云岭日报》（2024年03月05日 第 04 版）</span></p>", "r张禾"),
    "a rare surname behind the label": (f"<p>{D} 作者：逯禾 洛古子日</p>", "w逯禾 w洛古子日"),
    "a name of four characters": (f"<p>{D} 作者：欧阳暮云 司马禾</p>", "w欧阳暮云 w司马禾"),
    "a name with a dot": (f"<p>{D} 作者：阿依·古丽</p>", "w阿依·古丽"),
    "a pen name": (f"<p>{D} 作者：青溪客</p>", "w青溪客"),
    "an organisation and a person": (f"<p>{D} 作者：县融媒体中心 张禾</p>", "w张禾"),
    "a person behind a hyphen of an organisation": (f"<p>{D} 作者：县农业农村局-张禾</p>", "w张禾"),
    "a person before brackets of an organisation": (f"<p>{D} 作者：张禾（县农业农村局）</p>", "w张禾"),
}  # fmt: skip

NOBODY: dict[str, str] = {
    "the head of a table of what the government publishes": f"<table><tr><td>索取号</td><td>发布时间</td><td>发布机构</td></tr><tr><td>07/2024-1</td><td>{D}</td><td>云岭县卫生健康局</td></tr></table>",
    "本站": f"<p>{D} 作者：本站</p>",
    "本站编辑": f"<p>{D} 作者：本站编辑</p>",
    "管理员": f"<p>{D} 作者：管理员</p>",
    "系统管理员": f"<p>{D} 责任编辑：系统管理员</p>",
    "admin": f"<p>{D} 作者：admin 编辑：admin</p>",
    "佚名": f"<p>{D} 作者：佚名</p>",
    "网络部": f"<p>{D} 作者：网络部</p>",
    "县融媒体中心": f"<p>{D} 作者：县融媒体中心 编辑：县融媒体中心</p>",
    "an office": f"<p>{D} 作者：县政府办</p>",
    "a bureau": f"<p>{D} 作者：县农业农村局</p>",
    "a bureau by its short name": f"<p>{D} 作者：县发改局 编辑：县妇联</p>",
    "a township": f"<p>{D} 作者：石桥镇</p>",
    "a department": f"<p>{D} 作者：宣传部</p>",
    "a school": f"<p>{D} 作者：云岭中学</p>",
    "a class": f"<p>{D} 作者：三年级二班</p>",
    "编辑部": f"<p>{D} 编辑：编辑部</p>",
    "值班编辑": f"<p>{D} 编辑：值班编辑</p>",
    "a newsroom": f"<p>{D} 作者：新闻部 编辑：总编室</p>",
    "an empty value before the next label": f"<p>{D} 作者： 来源：云岭网 编辑：</p>",
    "an empty value before a counter": f"<p>{D} 作者： 点击：12</p>",
    "网络": f"<p>{D} 作者：网络 来源：网络</p>",
    "综合": f"<p>{D} 作者：综合</p>",
    "未知": f"<p>{D} 作者：未知</p>",
    "匿名": f"<p>{D} 作者：匿名</p>",
    "原创": f"<p>{D} 作者：原创</p>",
    "小编": f"<p>{D} 编辑：小编</p>",
    "an agency": f"<p>{D} 作者：新华社</p>",
    "a programme": f"<p>{D} 作者：云岭新闻</p>",
    "a team's name": f"<p>{D} 作者：春耕报道组</p>",
    "a studio": f"<p>{D} 编辑：云岭融媒工作室</p>",
    "发布人 is who typed it": f"<p>{D} 发布人：张禾</p>",
    "信息员": f"<p>{D} 信息员：张禾</p>",
    "a telephone": f"<p>{D} 编辑电话：0800-1234567</p>",
    "a committee": f"<p>{D} 作者：团县委 县纪委监委 县人大办</p>",
    "a court": f"<p>{D} 作者：云岭法院 云岭检察</p>",
    "a police station": f"<p>{D} 作者：石桥派出所</p>",
    "a village": f"<p>{D} 作者：青溪村</p>",
    "a hospital": f"<p>{D} 作者：县医院</p>",
    "a bank": f"<p>{D} 作者：农商银行</p>",
    "a party branch": f"<p>{D} 作者：党支部</p>",
    "an office that is called author": f"<p><span class='author'>县政府办</span><span>{D}</span></p>",
    "a login that is called author": f"<p><span class='author'>zhanghe01</span><span>{D}</span></p>",
    "原创 that is called author": f"<p><span class='author'>原创</span><span>{D}</span></p>",
    "a button that is called author": f"<p><span>{D}</span><a class='author-follow' href='#'>关注</a></p>",
    "what stands before a paper's name and is no name": "<p>云岭副刊 《云岭日报》（2024年03月05日 第 04 版）</p>",
    "a button in a block within one that is called author": f"<div class='author-box'><p><a href='#'>关注</a></p><p>{D}</p></div>",
    "an authority": f"<p><span>{D}</span> <span class='authority'>张禾</span></p>",
}  # fmt: skip

IN_TEXT: dict[str, tuple[str, str]] = {
    "head: 本报讯 with a bracket": (f"<p>本报讯（记者 张禾）{FIRST}</p>{REST}", "r张禾"),
    "head: blank for the bracket": (f"<p>本报讯 记者张禾报道：{FIRST}</p>{REST}", "r张禾"),
    "head: reporter and correspondent": (f"<p>本报讯（记者 张禾 通讯员 李暮云）{FIRST}</p>{REST}", "r张禾 c李暮云"),
    "head: glued to the role": (f"<p>云岭网3月5日讯（记者张禾 通讯员李暮云）{FIRST}</p>{REST}", "r张禾 c李暮云"),
    "head: several, joined by 、": (f"<p>本报讯（全媒体记者张禾、李暮云）{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: 文/图": (f"<p>云岭融媒讯（李暮云 文/图）{FIRST}</p>{REST}", "w李暮云"),
    "head: names only": (f"<p>云岭融媒讯（张禾 李暮云）{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: agency's place and date": (f"<p>新华社云岭3月5日电（记者张禾、李暮云）{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: square brackets": (f"<p>【云岭融媒 记者 张禾】{FIRST}</p>{REST}", "r张禾"),
    "head: bracket of the agency's kind": (f"<p>中新网云岭3月5日电 (张禾 李暮云){FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: trainee": (f"<p>本报讯（见习记者 张禾 实习生 李暮云）{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: photographer too": (f"<p>本报讯（记者 张禾 文/图）{FIRST}</p>{REST}", "r张禾"),
    "head: a name set apart": (f"<p>本报讯（记者 张 禾 李暮云）{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: reporters who report": (f"<p>云岭融媒记者张禾 李暮云报道　{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: by the line above": (f"<p>云岭融媒记者 张禾 李暮云</p><p>{FIRST}</p>{REST}", "r张禾 r李暮云"),
    "head: by 文／ on a line": (f"<p>文／张禾　图／李暮云</p><p>{FIRST}</p>{REST}", "w张禾 p李暮云"),
    "head: 文丨": (f"<p>文丨张禾 图丨李暮云</p><p>{FIRST}</p>{REST}", "w张禾 p李暮云"),
    "head: 作者 on a line": (f"<p>作者：张禾</p><p>{FIRST}</p>{REST}", "w张禾"),
    "head: ○ and names": (f"<p>○ 张禾 李暮云</p><p>{FIRST}</p>{REST}", "w张禾 w李暮云"),
    "tail: name in brackets": (f"<p>{FIRST}</p>{REST}<p>（张禾）</p>", "w张禾"),
    "tail: name in brackets glued to the text": (f"<p>{FIRST}</p><p>沈怀谷强调，要加强技术指导，保障农资供应，抓紧检修渠系设施。（张禾）</p>", "w张禾"),
    "tail: two names in brackets": (f"<p>{FIRST}</p>{REST}<p>（张禾 李暮云）</p>", "w张禾 w李暮云"),
    "tail: name set apart in brackets": (f"<p>{FIRST}</p>{REST}<p>（张　禾）</p>", "w张禾"),
    "tail: organisation and name in brackets": (f"<p>{FIRST}</p><p>县领导陶喆、李堃参加调研，并与群众代表进行了座谈。（县农业农村局 张禾）</p>", "w张禾"),
    "tail: reporter in brackets": (f"<p>{FIRST}</p>{REST}<p>（记者 张禾）</p>", "r张禾"),
    "tail: 本报记者 and colon": (f"<p>{FIRST}</p>{REST}<p>（本报记者：张禾）</p>", "r张禾"),
    "tail: correspondent": (f"<p>{FIRST}</p>{REST}<p>（通讯员 李暮云）</p>", "c李暮云"),
    "tail: 文/图 in brackets": (f"<p>{FIRST}</p>{REST}<p>（张禾 文/图）</p>", "w张禾"),
    "tail: 图/文 before the name": (f"<p>{FIRST}</p>{REST}<p>图/文：张禾</p>", "w张禾"),
    "tail: 文 and 图 apart": (f"<p>{FIRST}</p>{REST}<p>（张禾/文 李暮云/图）</p>", "w张禾 p李暮云"),
    "tail: 供稿 in brackets": (f"<p>{FIRST}</p>{REST}<p>（张禾供稿）</p>", "w张禾"),
    "tail: 责任编辑 in brackets": (f"<p>{FIRST}</p>{REST}<p>（责任编辑：张禾）</p>", "e张禾"),
    "tail: 责编 in square brackets": (f"<p>{FIRST}</p>{REST}<p>[责编：张禾]</p>", "e张禾"),
    "tail: lines of labels": (f"<p>{FIRST}</p>{REST}<p>记者：张禾</p><p>编辑：李暮云</p><p>责编：王朔风</p><p>审核：陶然</p>", "r张禾 e李暮云 e王朔风 v陶然"),
    "tail: labels behind bars": (f"<p>{FIRST}</p>{REST}<p>全媒体记者：张禾 李暮云 / 编辑：王朔风 / 编审：陶然</p>", "r张禾 r李暮云 e王朔风 v陶然"),
    "tail: labels in a row": (f"<p>{FIRST}</p>{REST}<p>来源：云岭融媒　记者：张禾　编辑：李暮云　审核：王朔风　监制：陶然</p>", "r张禾 e李暮云 v王朔风 v陶然"),
    "tail: bars for colons": (f"<p>{FIRST}</p>{REST}<p>记者｜张禾　编辑｜李暮云</p>", "r张禾 e李暮云"),
    "tail: 一审, 二审, 三审": (f"<p>{FIRST}</p>{REST}<p>一审：张禾　二审：李暮云　三审：王朔风</p>", "v张禾 v李暮云 v王朔风"),
    "tail: signed with the organisation": (f"<p>{FIRST}</p>{REST}<p align=right>云岭县融媒体中心 张禾</p>", "w张禾"),
    "tail: 策划 and 统筹": (f"<p>{FIRST}</p>{REST}<p>记者：张禾</p><p>统筹：李暮云</p>", "r张禾"),
    "tail: 值班编委 and 校对": (f"<p>{FIRST}</p>{REST}<p>编辑：张禾　校对：李暮云　值班编委：王朔风</p>", "e张禾 v李暮云 v王朔风"),
    "caption: 摄": (f"<p>{FIRST}</p><p><img src=1.jpg></p><p>沈怀谷查看育秧情况。张禾 摄</p>{REST}", "p张禾"),
    "caption: 记者 and 摄": (f"<p>{FIRST}</p><p>沈怀谷查看育秧情况。本报记者 张禾 摄</p>{REST}", "p张禾"),
    "caption: in brackets": (f"<p>{FIRST}</p><p>沈怀谷查看育秧情况。（张禾 摄）</p>{REST}", "p张禾"),
    "caption: glued": (f"<p>{FIRST}</p><p>沈怀谷查看育秧情况（张禾摄）</p>{REST}", "p张禾"),
    "caption: 摄影 before the name": (f"<p>{FIRST}</p><p>沈怀谷查看育秧情况。摄影：张禾</p>{REST}", "p张禾"),
    "tail: commas between names": (f"<p>{FIRST}</p>{REST}<p>撰稿/张禾，李暮云 终审/王朔风，陶然</p>", "w张禾 w李暮云 v王朔风 v陶然"),
    "tail: boxes": (f"<p>{FIRST}</p>{REST}<p>【来源】云岭日报　【图文】张禾　【编辑】李暮云　【终审】王朔风</p>", "w张禾 e李暮云 v王朔风"),
    "tail: an organisation before names, some of them rare": (f"<p>{FIRST}</p>{REST}<p>（农技推广中心 那日苏 步青云）</p>", "w那日苏 w步青云"),
    "tail: boxes and semicolons": (f"<p>{FIRST}</p>{REST}<p>【视频】陶然；【供稿】张禾 李暮云；【终审】王朔风</p>", "w张禾 w李暮云 v王朔风"),
    "tail: rows, some of which made no text": (f"<p>{FIRST}</p>{REST}<p>来源：云岭日报</p><p>记者：张禾</p><p>剪辑：陶然</p><p>编辑：李暮云</p><p>视频：陶然</p>", "r张禾 e李暮云"),
    "tail: a source in quotation marks": (f"<p>{FIRST}</p>{REST}<p>来源：“云岭发布”公众号 编辑：张禾</p>", "e张禾"),
    "tail: a credit by itself": (f"<p>{FIRST}</p>{REST}<p>剪辑｜陶然</p>", ""),
    "tail: a source and what is behind a slash": (f"<p>{FIRST}</p>{REST}<p>来源/云岭日报 终审/王朔风 陶然</p>", "v王朔风 v陶然"),
    "tail: who made the video is no writer": (f"<p>{FIRST}</p>{REST}<p>（来源：云岭日报；撰稿：张禾；视频：陶然）</p>", "w张禾"),
    "tail: roles and slashes": (f"<p>{FIRST}</p>{REST}<p>责任编辑/张禾　图片编辑/李暮云</p>", "e张禾 e李暮云"),
    "tail: who drew the map": (f"<p>{FIRST}</p>{REST}<p>撰文/张禾　摄影/李暮云　地图编绘/王朔风</p>", "w张禾 p李暮云 p王朔风"),
    "head: by, in English": (f"<p>by Zhang He, Li Muyun</p><p>{FIRST}</p>{REST}", "wZhang_He wLi_Muyun"),
    "a heading that begins with 记者观察": (f"<p>{FIRST}</p><p>记者观察：被雨水“泡软”的路</p>{REST}", ""),
    "a sentence with 记者": (f"<p>{FIRST}</p><p>“今年的育秧比去年早了一周。”种粮大户李暮云告诉记者，他家种了一百多亩。</p>{REST}", ""),
    "a sentence that 记者 begins": (f"<p>{FIRST}</p><p>记者张禾在现场看到，大棚里秧苗长势良好，村民们正忙着移栽。</p>{REST}", ""),
    "an aside in brackets at the end": (f"<p>{FIRST}</p><p>县领导陶喆、李堃参加调研。（完）</p>", ""),
    "a list of leaders in brackets": (f"<p>{FIRST}</p><p>县领导（陶喆、李堃）和县级有关部门负责人参加调研，并到村民家中看望。</p>{REST}", ""),
    "an organisation in brackets at the end": (f"<p>{FIRST}</p><p>县领导陶喆、李堃参加调研。（县委办公室）</p>", ""),
    "a bracket that names a gender": (f"<p>{FIRST}</p><p>获奖者：张禾（女） 李暮云（女）</p>{REST}", ""),
    "图为 is a caption": (f"<p>{FIRST}</p><p>图为沈怀谷查看育秧情况。</p>{REST}", ""),
}  # fmt: skip

BELOW: dict[str, tuple[str, str]] = {
    "责任编辑": ("<div class='editor'>责任编辑：张禾</div>", "e张禾"),
    "编辑 in brackets": ("<p>【编辑：张禾】</p>", "e张禾"),
    "责编 in square brackets": ("<p>[责任编辑：张禾]</p>", "e张禾"),
    "with a code behind": ("<p>(责任编辑：张禾 YL012)</p>", "e张禾"),
    "with a code before": ("<p>责任编辑：YL012_张禾</p>", "e张禾"),
    "source and editor": ("<div>来源：云岭网　编辑：张禾</div>", "e张禾"),
    "author below": ("<div>作者：张禾　编辑：李暮云</div>", "w张禾 e李暮云"),
    "several lines": ("<div>编辑：张禾</div><div>审核：李暮云</div>", "e张禾 v李暮云"),
    "in spans": ("<div><span>责编：</span><span>张禾</span></div>", "e张禾"),
    "the label in brackets": ("<div>【责任编辑】张禾</div>", "e张禾"),
    "the label in brackets with a colon": ("<div>【编辑】：张禾</div>", "e张禾"),
    "the name in brackets": ("<div>责任编辑：[张禾]</div>", "e张禾"),
    "an organisation": ("<div>责任编辑：网络部</div>", ""),
    "behind a share bar": ("<div>分享到：<a href='#'>微信</a></div><div>责任编辑：张禾</div>", "e张禾"),
    "a name in the next block": ("<div>责任编辑：</div><div>张禾</div>", "e张禾"),
}  # fmt: skip

HEADS: dict[str, tuple[str, str]] = {
    "metadata's author whom no line shows": ('<meta name="author" content="张禾">', ""),
    "metadata's author whom a line shows": ('<meta name="author" content="王朔风">', "w王朔风"),
    "metadata's author, an organisation": ('<meta name="author" content="云岭县融媒体中心">', ""),
    "metadata's author, a code": ('<meta name="author" content="104363">', ""),
    "metadata's author, a company": ('<meta name="author" content="Design: 云岭科技有限公司">', ""),
    "metadata's editor whom a line shows": ('<meta name="editor" content="王朔风">', "e王朔风"),
    "JSON-LD's author, a person": ('<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"张禾"}}</script>', "w张禾"),
    "JSON-LD's author, an organisation": ('<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"云岭网"}}</script>', ""),
    "Founder's author": ("<!--enpproperty <articleid>1</articleid><date>2024-03-05</date><author>张禾</author><title>沈怀谷到石桥镇调研春耕生产</title>/enpproperty-->", "w张禾"),
    "Founder's author with the paper": ("<!--enpproperty <articleid>1</articleid><author>本报记者 张禾 李暮云</author>/enpproperty-->", "r张禾 r李暮云"),
}  # fmt: skip


def shown(article: Article) -> set[str]:
    """The bylines in the form of the tables: the part's letter and the name."""
    letters = {part: letter for letter, part in PARTS.items()}
    return {f"{letters[one.part]}{one.name}".replace(" ", "_") for one in article.bylines}


@pytest.mark.parametrize(("labels", "expected"), LABEL_LINE.values(), ids=LABEL_LINE)
def test_label_line(read_shape: Read, labels: str, expected: str) -> None:
    """The persons of the label line, with their parts."""
    assert shown(read_shape(labels=labels)) == set(expected.split())


@pytest.mark.parametrize("labels", NOBODY.values(), ids=NOBODY)
def test_an_organisation_is_nobody(read_shape: Read, labels: str) -> None:
    """Organisations, functions, programs and empty values are never persons."""
    assert shown(read_shape(labels=labels)) == set()


@pytest.mark.parametrize(
    "labels", [f"<p><span class='author'>金羊</span> {D}</p>", f"<p>{D}</p><p>金羊</p>"]
)
def test_the_site_is_nobody(read_shape: Read, labels: str) -> None:
    """A site whose name could be a person's is told by the end of <title>."""
    assert shown(read_shape(labels=labels, page_title="沈怀谷到石桥镇调研春耕生产_金羊")) == set()


def test_the_label_line_above_the_headline(read_shape: Read) -> None:
    """Old systems print author and date in a bar on top; a line without a date there is a menu's."""
    headline = "<div>{}</div><div>搜索：<input></div><h1>沈怀谷到石桥镇调研春耕生产</h1>"
    bar = f"作者：云岭中学&nbsp;张禾 更新日期：{D} 阅读次数：63"
    assert shown(read_shape(headline=headline.format(bar))) == {"w张禾"}
    assert shown(read_shape(headline=headline.format("作者：张禾"))) == set()


@pytest.mark.parametrize(("body", "expected"), IN_TEXT.values(), ids=IN_TEXT)
def test_in_the_text(read_shape: Read, body: str, expected: str) -> None:
    """The persons at head and tail of the text and in captions, and nobody else of the text."""
    assert shown(read_shape(labels=f"<p>{D} 来源：云岭网</p>", body=body)) == set(expected.split())


@pytest.mark.parametrize(("below", "expected"), BELOW.values(), ids=BELOW)
def test_below_the_text(read_shape: Read, below: str, expected: str) -> None:
    """The persons named in lines below the text, inside its container or under it."""
    labels = f"<p>{D} 来源：云岭网</p>"
    assert shown(read_shape(labels=labels, below=below)) == set(expected.split())
    assert shown(read_shape(labels=labels, tail=below)) == set(expected.split())


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS)
def test_metadata(read_shape: Read, head: str, expected: str) -> None:
    """Where no line names anybody, metadata that name a person do."""
    labels = f"<p>{D} 来源：云岭网 阅读：12 王朔风发自石桥镇</p>"
    assert shown(read_shape(labels=labels, head=head)) == set(expected.split())


def test_lines_name_before_metadata_do(read_shape: Read) -> None:
    """Metadata add nobody where the page itself names who wrote."""
    head = '<meta name="author" content="王朔风">'
    assert shown(read_shape(labels=f"<p>{D} 作者：张禾</p>", head=head)) == {"w张禾"}


@pytest.mark.parametrize(
    "tail",
    [
        "<p>（张禾）</p>",
        "<p>（责任编辑：张禾）</p>",
        "<p>记者：张禾</p><p>编辑：李暮云</p>",
        "<p>云岭融媒记者 张禾</p>",
    ],
)
def test_byline_lines_are_no_text(read_shape: Read, tail: str) -> None:
    """Lines that hold a byline and nothing else leave the body."""
    assert read_shape(labels=f"<p>{D}</p>", tail=tail).body.endswith("县领导陶喆、李堃参加调研。")


ENGLISH: dict[str, tuple[str, str]] = {
    "two writers with their places, and the paper": ("<p>By Zhang He in Shiqiao and Li Muyun | Yunling Post | Updated: 2024-03-05 09:12</p>", "wZhang_He wLi_Muyun"),
    "names in capitals": ("<p>By ZHANG HE | Yunling Daily | 2024-03-05</p>", "wZHANG_HE"),
    "the paper's own": ("<p>By Yunling Daily | Updated: 2024-03-05</p>", ""),
    "an editor": ("<p>Source: Yunling Daily | 2024-03-05 | Editor: Zhang He</p>", "eZhang_He"),
    "an editor's login": ("<p>Source: Yunling Daily | 2024-03-05 | Editor: yunling</p>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("labels", "expected"), ENGLISH.values(), ids=ENGLISH)
def test_pages_in_english(read_shape: Read, labels: str, expected: str) -> None:
    """Local governments have pages in English too; their bylines begin with By."""
    assert shown(read_shape(labels=labels)) == set(expected.split())


def test_names_of_the_site_are_nobody(read_shape: Read) -> None:
    """编辑：云岭财讯 is the site: <title> ends in 云岭财讯网."""
    site = read_shape(
        page_title="沈怀谷到石桥镇调研春耕生产 _ 云岭财讯网(YLCX.example)",
        labels="<p>2024-03-05 来源：石桥日报 作者：张禾 编辑：云岭财讯</p>",
    )
    assert shown(site) == {"w张禾"}
    person = read_shape(
        headline="<h1>记李暮云网上办事的一天</h1>",
        page_title="记李暮云网上办事的一天-云岭新闻网",
        labels="<p>2024-03-05 来源：石桥日报 作者：李暮云</p>",
    )
    assert shown(person) == {"w李暮云"}


TAILS = [
    "<p>来源：云岭日报</p><p>记者：张禾</p><p>编辑：李暮云</p><p>初审：王朔风</p><p>终审：陶然</p>",
    "<p>来源丨云岭日报　记者丨张禾　剪辑丨陶然</p>",
    "<p>【来源】云岭日报　【编辑】张禾　【终审】陶然</p>",
    "<p>（来源：云岭日报，编辑：张禾，李暮云）</p>",
    "<p>来源/云岭日报 编辑/张禾 监制/陶然</p>",
    "<p>剪辑｜陶然</p><p>来源｜云岭日报</p><p>主播｜张禾</p>",
    "<p>来源：云岭日报 图片：“石桥发布”公众号 编辑：张禾</p>",
]  # fmt: skip


@pytest.mark.parametrize("tail", TAILS)
def test_credits_at_the_end_tell_the_source_and_are_no_text(read_shape: Read, tail: str) -> None:
    """However many lines of credits end a text, none is text, and the source among them counts."""
    article = read_shape(labels="<p>2024-03-05</p>", tail=tail)
    assert article.source == "云岭日报"
    assert article.body.endswith("县领导陶喆、李堃参加调研。")


def test_the_edition_line_of_a_reprint(read_shape: Read) -> None:
    """本报记者 张禾 李暮云 《 云岭日报 》（ 2024年03月05日 第 07 版）: when, whence and by whom."""
    article = read_shape(
        labels="",
        lead="<p class='sec'>本报记者　张　禾　李暮云 <span>《 云岭日报 》（ 2024年03月05日 第 07 版）</span></p>",
    )
    assert article.published is not None
    assert (article.published.date().isoformat(), article.source) == ("2024-03-05", "云岭日报")
    assert shown(article) == {"r张禾", "r李暮云"}
    assert article.body.startswith("3月4日，")


LINES = [
    "主持：方凯", "主任：李暮云", "设计：王朔风", "记者：您怎么看？", "记者：请您介绍一下情况。", "【记者】春耕准备得怎么样？",
    "By Zhang He (1900-1980), the poet of the river.",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_what_only_looks_like_a_byline_stays_in_the_text(read_shape: Read, line: str) -> None:
    """Minutes, lists of people and interviews have labels and short lines too."""
    article = read_shape(labels="<p>2024-03-05</p>", tail=f"<p>{line}</p><p>{FIRST}</p>")
    assert line in article.body.split("\n")


@pytest.mark.parametrize("line", ["发布人（admin）2024-03-05", "Admin | 2024-03-05"])
def test_a_login_is_no_source(read_shape: Read, line: str) -> None:
    """Neither in brackets nor beside the date."""
    assert read_shape(labels=f"<p>{line}</p>").source is None
