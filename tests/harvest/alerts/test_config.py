"""Channels from the file and the environment; what is wrong is told without its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.harvest.alerts.config import channels, is_open_to_others
from msbazhong_spider.harvest.alerts.mail import Mail, Security
from msbazhong_spider.harvest.alerts.robots import DingTalk, Feishu, Webhook, WeCom

if TYPE_CHECKING:
    from pathlib import Path

DING = "https://oapi.dingtalk.com/robot/send?access_token=t0ken-t0ken"
ALL = f"""
[smtp]
host = "smtp.a.example"
port = 2465
user = "harvest@a.example"
password = "p4ssword"
to = ["one@a.example", "two@b.example"]

[webhook]
url = "https://hooks.a.example/x"
token = "t"

[wecom]
url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"

[[dingtalk]]
url = "{DING}"
secret = "SEC1"

[[dingtalk]]
url = "{DING}2"

[feishu]
url = "https://open.feishu.cn/open-apis/bot/v2/hook/h"
secret = "s"
"""


def read(folder: Path, text: str | None = None, **env: str) -> tuple[Any, ...]:
    """Read channels from a file with a text, and from an environment."""
    if text is not None:
        (folder / "alerts.toml").write_text(text, "utf-8")
    return channels(folder, {f"MSBAZHONG_ALERT_{key}": value for key, value in env.items()})


def test_all_kinds(tmp_path: Path) -> None:
    """Each kind once, 钉钉 twice; a mail is sent by the user if nobody else is named."""
    sender = "harvest@a.example"
    to = ("one@a.example", "two@b.example")
    assert read(tmp_path, ALL) == (
        Mail("smtp.a.example", sender, to, 2465, Security.TLS, sender, "p4ssword"),
        Webhook("https://hooks.a.example/x", "t"),
        WeCom("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"),
        DingTalk(DING, "SEC1"),
        DingTalk(f"{DING}2"),
        Feishu("https://open.feishu.cn/open-apis/bot/v2/hook/h", "s"),
    )


def test_nothing_is_no_channel(tmp_path: Path) -> None:
    """No file, an empty file, a folder that is not there."""
    assert read(tmp_path) == read(tmp_path, "") == channels(tmp_path / "none", {}) == ()


def test_the_environment_alone(tmp_path: Path) -> None:
    """As in a container; several receivers stand in one variable."""
    found = read(
        tmp_path,
        SMTP_HOST="smtp.a.example",
        SMTP_FROM="a@a.example",
        SMTP_TO="one@a.example, two@b.example",
        SMTP_SECURITY="starttls",
        SMTP_PORT="2587",
        FEISHU_URL="https://f.example/h",
    )
    to = ("one@a.example", "two@b.example")
    mail = Mail("smtp.a.example", "a@a.example", to, 2587, Security.STARTTLS)
    assert found == (mail, Feishu("https://f.example/h"))


def test_the_environment_before_the_file(tmp_path: Path) -> None:
    """The secret can stay out of the file; an empty variable changes nothing."""
    text = f'[dingtalk]\nurl = "{DING}"\nsecret = "old"\n'
    for said, meant in (("SEC2", "SEC2"), ("", "old")):
        assert read(tmp_path, text, DINGTALK_SECRET=said) == (DingTalk(DING, meant),)


def test_the_environment_beside_several_of_the_file(tmp_path: Path) -> None:
    """Which one to change is unknown, so it makes one more."""
    text = f'[[wecom]]\nurl = "{DING}1"\n[[wecom]]\nurl = "{DING}2"\n'
    found = read(tmp_path, text, WECOM_URL=f"{DING}3")
    assert found == (WeCom(f"{DING}1"), WeCom(f"{DING}2"), WeCom(f"{DING}3"))


SMTP = '[smtp]\nhost = "h"\nto = "a@a.example"\n'
WRONG = {
    "no TOML": ("[smtp", "is no TOML"),
    "an unknown kind": (
        '[sms]\nnumber = "1"\n',
        "no kind of channel is called 'sms'; there are smtp",
    ),
    "no table": ('wecom = "http://x"\n', r"wecom is a table, written \[wecom\]"),
    "an unknown key": ('[wecom]\nurl = "http://x"\nkey = "k"\n', "wecom has no 'key'; it has url"),
    "no address": ("[wecom]\n", "wecom lacks url"),
    "no host and no receiver": ("[smtp]\nport = 25\n", "smtp lacks host and to"),
    "an address that is none": ('[wecom]\nurl = "ftp://s3cret"\n', "url is no web address"),
    "an address without a host": ('[wecom]\nurl = "http:///s3cret"\n', "url is no web address"),
    "a port that is none": ('[wecom]\nurl = "http://h:s3cret/"\n', "url is no web address"),
    "a number for a text": ("[wecom]\nurl = 3\n", "url is a text"),
    "no sender": (SMTP, "from is no e-mail address"),
    "a receiver that is none": (
        '[smtp]\nhost = "h"\nfrom = "a@a.example"\nto = ["s3cret"]\n',
        "to is no e-mail address",
    ),
    "receivers that are none": ('[smtp]\nhost = "h"\nto = 7\n', "to is an address or a list"),
    "an unknown way to encrypt": (
        f'{SMTP}security = "ssl3"\n',
        "security is tls, starttls or none",
    ),
    "a mail port that is none": (f'{SMTP}from = "a@b.c"\nport = "s3cret"\n', "port is a number"),
    "a password in the clear": (
        f'{SMTP}from = "a@b.c"\nsecurity = "none"\nuser = "u"\npassword = "s3cret"\n',
        "not sent in the clear",
    ),
    "a password that no server takes": (
        f'{SMTP}from = "a@b.c"\nuser = "u"\npassword = "s3cret密"\n',
        "user and password are ASCII",
    ),
    "bytes that are no text": ("\udcff", "can't be read"),
}


@pytest.mark.parametrize(("text", "why"), WRONG.values(), ids=WRONG)
def test_what_is_wrong(tmp_path: Path, text: str, why: str) -> None:
    """File and key are named, and no value is shown."""
    (tmp_path / "alerts.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=why) as caught:
        channels(tmp_path, {})
    assert "alerts.toml" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    """By what it begins with."""
    with pytest.raises(UsageError, match=r"MSBAZHONG_ALERT_WECOM_\.\.\. .*url is no web address"):
        read(tmp_path, WECOM_URL="nothing")


def test_a_file_that_others_can_read(tmp_path: Path) -> None:
    """It holds secrets; none is no danger."""
    assert not is_open_to_others(tmp_path)
    read(tmp_path, ALL)
    for mode, is_open in ((0o644, True), (0o640, True), (0o600, False)):
        (tmp_path / "alerts.toml").chmod(mode)
        assert is_open_to_others(tmp_path) is is_open
