"""The scores on the gold reports never fall below the floor that is written down."""

import hashlib
import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest

from msbazhong_spider.attendees import extract_attendees

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "gold"
FLOOR = tomllib.loads((Path(__file__).parent / "floor.toml").read_text(encoding="utf-8"))
GOLD = FOLDER / FLOOR["gold"]

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="shared/ is not beside the checkout")


def load(path):
    """Return a script as a module; benchmarks are no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scoring():
    """The scores that the benchmark prints."""
    return load(ROOT / "benchmarks" / "attendance_scores.py")


@pytest.fixture(scope="module")
def gold(scoring):
    """The annotated reports."""
    return scoring.read_gold(GOLD)


@pytest.fixture(scope="module")
def said(scoring, gold):
    """What the extractor makes of them."""
    return [scoring.as_case(extract_attendees(scoring.as_report(case))) for case in gold]


def test_the_gold_is_the_one_that_the_floor_was_measured_on():
    """Another corpus needs another floor: python benchmarks/attendees.py --raise-floor."""
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == FLOOR["sha256"]


@pytest.mark.parametrize(("figure", "floor"), FLOOR["scores"].items(), ids=FLOOR["scores"])
def test_floor(figure, floor, scoring, gold, said):
    """A figure may rise and may never fall."""
    assert scoring.score(gold, said).figures()[figure] >= floor


def test_the_scores_are_those_of_the_scorer_beside_the_gold(scoring, gold, said):
    """Facts are counted just as the gold's own scorer counts them."""
    theirs = load(FOLDER / "score_attendance.py")
    for case in (*gold, *said):
        assert scoring.facts(case) == theirs.facts(case)
