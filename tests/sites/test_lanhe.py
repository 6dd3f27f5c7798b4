"""岚河融媒: its saved pages are read as a person found them right."""

from pathlib import Path

import pytest

from msbazhong_spider.pages.saved import SavedPage, saved_fields
from msbazhong_spider.spiders.lanhe import LanheSpider

CASES = saved_fields(Path(__file__).parent / "lanhe")


@pytest.mark.parametrize(("saved", "field"), CASES.values(), ids=CASES)
def test_a_field_of_a_saved_page(saved: SavedPage, field: str) -> None:
    """Each field is what the JSON file beside the page says."""
    assert saved.read(LanheSpider.hints).get(field) == saved.expected[field]
