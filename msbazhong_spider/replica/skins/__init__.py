"""Skins: how a publishing system prints the portal (template, charset, addresses, page numbers)."""

from .base import Anchor, ArticleView, Channel, CountyView, FrontView, ListingView, Route, Skin
from .dede import DedeSkin

__all__ = [
    "Anchor",
    "ArticleView",
    "Channel",
    "CountyView",
    "DedeSkin",
    "FrontView",
    "ListingView",
    "Route",
    "Skin",
]
