"""An invented county news portal, made from a seed and served on loopback, that knows its truth.

How to widen it: a kind of report is a function in ``reports/`` with its patterns in ``banks/``
(``writing`` explains the slots, which carry the truth), listed in ``reports.KINDS`` and in the
sections that print it. A publishing system is a folder of ``skins/``, a ``skins.Skin`` with its
templates; ``Replica(skin=...)`` takes its name. A fault is a function from path and answer to the
answer that is sent; see ``server.Server``. ``LivingReplica`` is a portal that changes from day to
day: ``chronicle`` draws what happens to it, and when.
"""

from .living import LivingReplica
from .replica import Replica, render_article
from .truth import Truth

__all__ = ["LivingReplica", "Replica", "Truth", "render_article"]
