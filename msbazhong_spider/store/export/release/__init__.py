"""A release: the archive as one folder that can be cited, checked, and never changes again."""

from msbazhong_spider.store.export.release.details import Details
from msbazhong_spider.store.export.release.make import check_release, make_release
from msbazhong_spider.store.export.release.warcs import closed_warcs

__all__ = ["Details", "check_release", "closed_warcs", "make_release"]
