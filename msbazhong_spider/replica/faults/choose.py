"""Which answers a fault strikes: by path, by chance from a seed, and from which request on."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbazhong_spider.replica.server import Fault
    from msbazhong_spider.replica.site import Answer


@dataclass(slots=True)
class Struck:
    """A fault that strikes only some answers; a fault itself.

    ``glob`` is matched against the path with its query. Of those that match, a share of ``chance``
    is struck, drawn from ``seed``, the path and how often it was asked for: the same requests meet
    the same faults, in whatever order they come. ``after`` requests that match pass unharmed first.
    ``struck`` lists the paths that were struck so far.
    """

    name: str
    fault: Fault
    glob: str = "*"
    chance: float = 1.0
    seed: int = 0
    after: int = 0
    struck: list[str] = field(default_factory=list)
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, path: str, answer: Answer) -> Answer:
        """Give the answer to send."""
        if self._owns(path):
            return self.fault(path, answer)
        if not fnmatchcase(path, self.glob) or not self._strikes(path):
            return answer
        changed = self.fault(path, answer)
        if changed is not answer:
            self.struck.append(path)
        return changed

    def route(self, path: str) -> str:
        """Give the path whose answer is wanted: that of the site, without what the fault added."""
        found: str = getattr(self.fault, "route", str)(path)
        return found

    def _owns(self, path: str) -> bool:
        """Tell whether a path is one that the fault itself has invented."""
        owns = getattr(self.fault, "owns", None)
        return bool(owns and owns(path))

    def _strikes(self, path: str) -> bool:
        with self._lock:
            passed = self._attempts.total()
            attempt = self._attempts[path]
            self._attempts[path] += 1
        drawn = random.Random(f"{self.seed}/{self.name}/{path}/{attempt}").random()
        return passed >= self.after and drawn < self.chance
