"""An invented county news portal, made from a seed and served on loopback, that knows its truth."""

from .replica import Replica, render_article
from .truth import Truth

__all__ = ["Replica", "Truth", "render_article"]
