"""What the robots of three vendors and a webhook are sent, and when they took it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import signal
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from msbazhong_spider.harvest.alerts import post
from msbazhong_spider.harvest.alerts.channel import DeliveryError, scrub
from msbazhong_spider.harvest.alerts.deliver import deliver
from msbazhong_spider.harvest.alerts.message import Message, cut_to
from msbazhong_spider.harvest.alerts.robots import DingTalk, Feishu, Webhook, WeCom

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"
SECRET = "SEC000000000000000000000000000000000000"
NOW = 1_790_000_000.25
MESSAGE = Message("msbazhong 采集 yunxi: errors", "12 errors\n第二行", {"event": "alarm"})

Answer = tuple[int, dict[str, str], bytes]


def says(record: object, status: int = 200) -> Answer:
    return status, {}, json.dumps(record).encode()


def wecom(asked: Any) -> Answer:
    """Take what 企业微信 takes."""
    if asked.query.get("key") != KEY:
        return says({"errcode": 93000, "errmsg": "invalid webhook url"})
    text = asked.json["text"]["content"]
    if asked.json["msgtype"] != "text" or len(text.encode()) > 2048:
        return says({"errcode": 40058, "errmsg": "text.content exceed max length 2048"})
    return says({"errcode": 0, "errmsg": "ok"})


def dingtalk(asked: Any) -> Answer:
    """Take what 钉钉 takes with 加签 and a keyword: 采集."""
    query = asked.query
    signed = f"{query.get('timestamp')}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    if query.get("access_token") != KEY:
        return says({"errcode": 300005, "errmsg": "token is not exist"})
    if query.get("sign") != sign or query["timestamp"] != "1790000000250":
        return says({"errcode": 310000, "errmsg": "sign not match"})
    if "采集" not in asked.json["text"]["content"] or asked.json["msgtype"] != "text":
        return says({"errcode": 310000, "errmsg": "keywords not in content"})
    return says({"errcode": 0, "errmsg": "ok"})


def feishu(asked: Any) -> Answer:
    """Take what 飞书 takes with 签名校验."""
    body = asked.json
    key = f"{body.get('timestamp')}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    if body.get("sign") != sign or body["timestamp"] != "1790000000":
        why = "sign match fail or timestamp is not within one hour from current time"
        return says({"code": 19021, "msg": why})
    if body["msg_type"] != "text" or not body["content"]["text"]:
        return says({"code": 9499, "msg": "Bad Request", "data": {}})
    return says({"code": 0, "msg": "success", "data": {}})


def webhook(asked: Any) -> Answer:
    """Take JSON from who has the token."""
    if asked.headers.get("Authorization") != f"Bearer {SECRET}":
        return says({"error": f"who is {asked.headers.get('Authorization')}?"}, 401)
    return (204, {}, b"") if asked.json["event"] else says({}, 422)


def robots(url: str, key: str = KEY, secret: str = SECRET) -> dict[str, Any]:
    """Give each channel, with the address of its receiver."""
    return {
        "wecom": WeCom(f"{url}/cgi-bin/webhook/send?key={key}"),
        "dingtalk": DingTalk(f"{url}/robot/send?access_token={key}", secret, lambda: NOW),
        "feishu": Feishu(f"{url}/open-apis/bot/v2/hook/{key}", secret, lambda: NOW),
        "webhook": Webhook(f"{url}/hooks/{key}", secret),
    }


RECEIVERS = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "webhook": webhook}


@pytest.mark.parametrize("kind", RECEIVERS)
def test_a_strict_receiver_takes_it(receive: Callable[..., Any], kind: str) -> None:
    """Form, signature and keyword are as the vendor wants them; subject and text arrive whole."""
    with receive(RECEIVERS[kind]) as receiver:
        robots(receiver.url)[kind].send(MESSAGE)
    (asked,) = receiver.asked
    assert "application/json" in asked.headers["Content-Type"]
    text = json.dumps(asked.json, ensure_ascii=False)
    assert MESSAGE.subject in text
    assert "第二行" in text


def test_a_webhook_gets_the_record(receive: Callable[..., Any]) -> None:
    """With subject and text beside it."""
    with receive(webhook) as receiver:
        robots(receiver.url)["webhook"].send(MESSAGE)
    assert receiver.asked[0].json == {
        "event": "alarm",
        "subject": MESSAGE.subject,
        "text": MESSAGE.text,
    }


def test_without_a_secret_nothing_is_signed(receive: Callable[..., Any]) -> None:
    """A robot that is kept by a keyword or by addresses wants no signature."""
    with receive(lambda _: says({"errcode": 0, "code": 0})) as receiver:
        for kind in ("dingtalk", "feishu", "webhook"):
            robots(receiver.url, secret="")[kind].send(MESSAGE)
    ding, lark, hook = receiver.asked
    assert ding.query == {"access_token": KEY}
    assert lark.json.keys() == {"msg_type", "content"}
    assert "Authorization" not in hook.headers


REFUSED = {
    "wecom": "errcode 93000, invalid webhook url",
    "dingtalk": "errcode 310000, sign not match",
    "feishu": "code 19021, sign match fail",
    "webhook": "status 401",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_with_status_200_is_a_refusal(receive: Callable[..., Any], kind: str) -> None:
    """The vendor's own words are told."""
    wrong = {"key": "wrong-key-0000"} if kind == "wecom" else {"secret": "SECwrong0000"}
    with receive(RECEIVERS[kind]) as receiver, pytest.raises(DeliveryError, match=REFUSED[kind]):
        robots(receiver.url, **wrong)[kind].send(MESSAGE)
    assert len(receiver.asked) == 1


ODD: dict[str, tuple[Answer, str]] = {
    "a page for people": ((200, {}, b"<html>login</html>"), "no JSON: <html>login"),
    "nothing at all": ((200, {}, b""), "no JSON: nothing"),
    "a number": ((200, {}, b"0"), "no object"),
    "no code": (says({"ok": True}), "errcode None"),
    "a code that is a word": (says({"errcode": "0"}), "errcode 0, without a reason"),
    "false, which equals 0": (says({"errcode": False}), "errcode False"),
    "bytes that are no text": ((200, {}, b"\xff\xfe\x00"), "no JSON"),
    "a fault of the server": ((502, {}, b"Bad Gateway"), "status 502: Bad Gateway"),
    "a redirect to a page that says 200": ((302, {"Location": "/login"}, b""), "status 302"),
    "less than was promised": ((200, {"Content-Length": "99"}, b"{"), "IncompleteRead|no JSON"),
}


@pytest.mark.parametrize(("answer", "why"), ODD.values(), ids=ODD)
def test_whatever_is_no_acceptance_is_a_failure(
    receive: Callable[..., Any], answer: Answer, why: str
) -> None:
    """And nothing is followed anywhere."""
    with receive(lambda _: answer) as receiver, pytest.raises(DeliveryError, match=why):
        robots(receiver.url)["wecom"].send(MESSAGE)
    assert [asked.raw == b"GET" for asked in receiver.asked] == [False]


@pytest.mark.parametrize("answer", [{"StatusCode": 0, "StatusMessage": "success"}, {"code": 0}])
def test_feishu_accepts_in_two_forms(receive: Callable[..., Any], answer: dict[str, Any]) -> None:
    """Older robots answer with StatusCode."""
    with receive(lambda _: says(answer)) as receiver:
        robots(receiver.url)["feishu"].send(MESSAGE)


def test_a_long_message_is_cut_to_what_a_robot_takes(receive: Callable[..., Any]) -> None:
    """2048 bytes for 企业微信, never in the middle of a character."""
    with receive(wecom) as receiver:
        robots(receiver.url)["wecom"].send(Message("采集", "县" * 3000))
    assert receiver.asked[0].json["text"]["content"].endswith("县…")


@pytest.mark.parametrize("size", range(3, 12))
def test_cutting(size: int) -> None:
    """A text that fits stays; any other ends with a mark, within the size."""
    text = cut_to("平昌县", size)
    assert len(text.encode()) <= size
    assert text == "平昌县" if size >= 9 else text.endswith("…")


def test_nobody_answers(receive: Callable[..., Any]) -> None:
    """A closed port is told in words."""
    with receive(wecom) as receiver:
        pass
    with pytest.raises(DeliveryError, match=r"can't be reached \(Connection refused\)"):
        robots(receiver.url)["wecom"].send(MESSAGE)


def test_a_server_that_dawdles(
    receive: Callable[..., Any],
    dawdling: Callable[[Any], Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is left alone after the time that is set."""
    monkeypatch.setattr(post, "SECONDS", 0.2)
    with receive(dawdling) as receiver:
        with pytest.raises(DeliveryError, match="no answer within"):
            robots(receiver.url)["wecom"].send(MESSAGE)
        assert len(receiver.asked) == 1


def test_one_that_hangs_keeps_no_other_waiting(
    receive: Callable[..., Any], dawdling: Callable[[Any], Answer]
) -> None:
    """Whoever is not done in time is told as such; the others have their message."""
    with receive(dawdling) as slow, receive(wecom) as quick:
        channels = [robots(slow.url)["wecom"], robots(quick.url)["wecom"]]
        late, taken = deliver(channels, MESSAGE, patience=0.5)
    assert (late.is_taken, late.error) == (False, "not done after 0 s")
    assert taken.is_taken


class Broken:
    """A channel with a fault of its own, whose words hold a secret."""

    name = "broken"
    secrets = (SECRET,)

    def send(self, _: Message) -> None:
        raise RuntimeError(f"no way to {SECRET}")


def test_a_fault_of_a_channel_is_an_error_of_delivery(receive: Callable[..., Any]) -> None:
    """It ends nothing, keeps no other channel from being tried, and shows no secret."""
    with receive(wecom) as receiver:
        broken, taken = deliver([Broken(), robots(receiver.url)["wecom"]], MESSAGE)
    assert broken.error == "failed with RuntimeError: no way to ***"
    assert taken.is_taken


class Impatient:
    """A channel during which somebody presses Ctrl-C."""

    name = "impatient"
    secrets = ()

    def __init__(self, over: Event) -> None:
        self._over = over

    def send(self, _: Message) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        self._over.wait(10)


def test_ctrl_c_interrupts_the_waiting() -> None:
    """Nobody has to wait for a server that does not answer."""
    over = Event()
    with pytest.raises(KeyboardInterrupt):
        deliver([Impatient(over)], MESSAGE)
    over.set()


@pytest.mark.parametrize("kind", RECEIVERS)
def test_no_secret_is_ever_shown(receive: Callable[..., Any], kind: str) -> None:
    """Not by a server that repeats all it was sent, not by the channel's own words."""

    def parrot(asked: Any) -> Answer:
        said = f"{asked.path} {asked.query} {asked.headers} {asked.raw.decode()}"
        return says(
            {"errcode": 1, "code": 1, "errmsg": said, "msg": said}, 200 + 200 * (kind == "webhook")
        )

    with receive(parrot) as receiver:
        channel = robots(receiver.url)[kind]
        (delivery,) = deliver([channel], MESSAGE)
    shown = f"{delivery} {channel!r} {channel.name}"
    assert not delivery.is_taken
    assert KEY not in shown
    assert SECRET not in shown


def test_scrubbing_leaves_one_bearable_line() -> None:
    """Control signs and line ends of a server go; so does what is too long."""
    assert scrub("a\nb\x1b[31mc\u202e d", ()) == "a b [31mc d"
    assert len(scrub("x" * 5000, ())) < 210
