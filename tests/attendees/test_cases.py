"""The casebook holds: names, posts, actions, collectives and the incomplete mark of every case."""

from msbazhong_spider.attendees import extract_attendees


def test_case(case, tell):
    """A report tells who took part just as the guideline has it."""
    assert tell(extract_attendees(case.report)) == case.expected


def test_unsolved(unsolved, tell):
    """A known gap is still one; a case that is solved belongs into the casebook."""
    assert tell(extract_attendees(unsolved.report)) != unsolved.expected
