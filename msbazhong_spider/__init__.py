"""Harvests Chinese county news, archives it, and tells who took part in what."""

__version__ = "0.1.0"
