"""Skins: how a publishing system prints the portal (template, charset, addresses, page numbers).

A folder each, named like the skin; ``portal`` is the usual one. To add one, copy the folder that is
nearest and name its class in ``SKINS``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msbazhong_spider.errors import ReplicaError

from .base import Anchor, ArticleView, Channel, HomeView, ListingView, Rows, ScriptedSkin, Skin

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "SKINS",
    "Anchor",
    "ArticleView",
    "Channel",
    "HomeView",
    "ListingView",
    "Rows",
    "ScriptedSkin",
    "Skin",
    "make_skin",
]

# The name of a skin (and of its folder) and its class.
SKINS: Mapping[str, str] = {
    "portal": "PortalSkin",
    "dedecms": "DedecmsSkin",
    "phpcms": "PhpcmsSkin",
    "empirecms": "EmpirecmsSkin",
    "siteserver": "SiteserverSkin",
    "trs": "TrsSkin",
    "jcms": "JcmsSkin",
    "vsb": "VsbSkin",
    "webplus": "WebplusSkin",
    "jeecms": "JeecmsSkin",
    "founder": "FounderSkin",
    "cmstop": "CmstopSkin",
    "cluster": "ClusterSkin",
    "asp": "AspSkin",
    "spa": "SpaSkin",
}


def make_skin(name: str) -> Skin:
    """Give a skin by its name. Raises ReplicaError if there is none of that name."""
    if name not in SKINS:
        raise ReplicaError(f"there is no skin {name!r}; there are: {', '.join(SKINS)}")
    made: Skin = getattr(import_module(f".{name}", __name__), SKINS[name])()
    return made
