"""A plain install has no indexer of WARC files: a release says so before it begins."""

import sys
from datetime import date
from pathlib import Path

import pytest

from msbazhong_spider.errors import UsageError
from msbazhong_spider.store.export.release import Details, check_release


def test_a_release_names_the_extra_that_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without cdxj-indexer nothing is made, and the message tells how to get it."""
    monkeypatch.setitem(sys.modules, "cdxj_indexer.main", None)
    with pytest.raises(UsageError, match=r"msbazhong-spider\[release\]"):
        check_release(tmp_path / "release", Details("2026.1", date(2026, 1, 1)))
    assert not (tmp_path / "release").exists()
