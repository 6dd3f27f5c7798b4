"""Robots in the group chats of 企业微信, 钉钉 and 飞书, and a webhook of one's own.

Each vendor takes a POST with its own JSON and answers status 200 also where it refuses: whether a
message was taken is what ``errcode`` or ``code`` says. That is why these are our own: Apprise 2.2
(its plugins dingtalk, feishu and wecombot) looks at the status alone, so that a wrong signature or
keyword passes for a delivery, and does not sign for 飞书.

Sources of the forms: 企业微信 developer.work.weixin.qq.com/document/path/91770, 钉钉
open.dingtalk.com/document/robots/custom-robot-access, 飞书
open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from msbazhong_spider.harvest.alerts.channel import DeliveryError
from msbazhong_spider.harvest.alerts.message import cut_to
from msbazhong_spider.harvest.alerts.post import host_of, post_json, secrets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msbazhong_spider.harvest.alerts.message import Message

WECOM_BYTES = 2048  # of text.content
OTHERS_BYTES = 18_000  # 飞书 takes requests of up to 20 KB, 钉钉 of that order


@dataclass(frozen=True, slots=True)
class WeCom:
    """企业微信: the address holds the key."""

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """Name it by its host."""
        return f"wecom ({host_of(self.url)})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whoever has the address can send."""
        return secrets_of(self.url)

    def send(self, message: Message) -> None:
        """Send as text. Raises DeliveryError."""
        text = {"content": cut_to(message.whole, WECOM_BYTES)}
        answer = post_json(self.url, {"msgtype": "text", "text": text}, {})
        _accepted(answer, "errcode", "errmsg")


@dataclass(frozen=True, slots=True)
class DingTalk:
    """钉钉: the address holds the token; with 加签 a secret signs the time (milliseconds)."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    clock: Callable[[], float] = time

    @property
    def name(self) -> str:
        """Name it by its host."""
        return f"dingtalk ({host_of(self.url)})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whoever has both can send."""
        return (self.secret, *secrets_of(self.url))

    def send(self, message: Message) -> None:
        """Send as text. Raises DeliveryError."""
        text = {"content": cut_to(message.whole, OTHERS_BYTES)}
        answer = post_json(self._signed(), {"msgtype": "text", "text": text}, {})
        _accepted(answer, "errcode", "errmsg")

    def _signed(self) -> str:
        if not self.secret:
            return self.url
        now = str(round(self.clock() * 1000))
        sign = _digest(key=self.secret, text=f"{now}\n{self.secret}")
        joint = "&" if urlsplit(self.url).query else "?"
        return self.url + joint + urlencode({"timestamp": now, "sign": sign})


@dataclass(frozen=True, slots=True)
class Feishu:
    """飞书: the address holds the token; with 签名校验 a secret signs the time (seconds)."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    clock: Callable[[], float] = time

    @property
    def name(self) -> str:
        """Name it by its host."""
        return f"feishu ({host_of(self.url)})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whoever has both can send."""
        return (self.secret, *secrets_of(self.url))

    def send(self, message: Message) -> None:
        """Send as text. Raises DeliveryError."""
        text = {"text": cut_to(message.whole, OTHERS_BYTES)}
        payload = {**self._signature(), "msg_type": "text", "content": text}
        answer = post_json(self.url, payload, {})
        _accepted(answer, "code", "msg", older="StatusCode")

    def _signature(self) -> dict[str, str]:
        """Sign nothing with time and secret as the key: so the vendor wants it."""
        if not self.secret:
            return {}
        now = str(round(self.clock()))
        return {"timestamp": now, "sign": _digest(key=f"{now}\n{self.secret}", text="")}


@dataclass(frozen=True, slots=True)
class Webhook:
    """Any server that takes JSON; it accepts by a status from 200 to 299."""

    url: str = field(repr=False)
    token: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Name it by its host."""
        return f"webhook ({host_of(self.url)})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Address and token."""
        return (self.token, *secrets_of(self.url))

    def send(self, message: Message) -> None:
        """Send the record, with subject and text in it. Raises DeliveryError."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        record = {**message.record, "subject": message.subject, "text": message.text}
        post_json(self.url, record, headers)


def _digest(*, key: str, text: str) -> str:
    signed = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(signed).decode()


def _accepted(answer: bytes, code: str, words: str, older: str = "") -> None:
    """Raise DeliveryError unless the answer is an object whose code says 0."""
    try:
        said = json.loads(answer)
    except ValueError as error:
        raise DeliveryError(f"answers something that is no JSON: {_shown(answer)}") from error
    if not isinstance(said, dict):
        raise DeliveryError(f"answers something that is no object: {_shown(answer)}")
    given = _code(said, code, older)
    if given != 0 or isinstance(given, bool):
        raise DeliveryError(f"refuses: {code} {given}, {said.get(words) or 'without a reason'}")


def _code(said: Mapping[str, Any], code: str, older: str) -> object:
    return said.get(code, said.get(older) if older else None)


def _shown(answer: bytes) -> str:
    return answer[:200].decode("utf-8", "replace") or "nothing"
