"""WARC files of several folders into one: none lost, none written over, whatever the order."""

import fcntl
import hashlib
from datetime import UTC, datetime
from itertools import permutations

import pytest

from msbazhong_spider.archive import ReceivedResponse, SentRequest, WarcSink
from msbazhong_spider.archive.gather import gather, plan, tidy
from msbazhong_spider.archive.sums import list_new, read_sums
from msbazhong_spider.errors import LockedError, StoreError

NAME = "msbazhong-20240305040000-00000.warc.gz"


def folder_of(place, **files):
    """Make a folder of files."""
    place.mkdir(parents=True)
    for name, content in files.items():
        (place / NAME.replace("00000", name)).write_bytes(content)
    return place


def content_of(folder):
    """What a folder holds, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def gathered(target, *folders):
    """Gather folders into another, whose own files take part, as a merge does."""
    gathering = plan([target, *folders])
    gather(gathering, target)
    tidy(gathering, target)
    return [gathering.renamed(number) for number in range(1, len(folders) + 1)]


def digest(content):
    """The digits that a name gets."""
    return hashlib.sha256(content).hexdigest()[:12]


@pytest.fixture
def warc():
    """Make a small WARC file in a folder; give what is in it."""

    def make(folder):
        with WarcSink(folder) as sink:
            answer = ReceivedResponse("HTTP/1.1 200 OK", (), b"a page")
            when = datetime(2024, 3, 5, tzinfo=UTC)
            sink.write("http://lanhe.example/", SentRequest("GET", "/"), answer, when)
        (path,) = folder.glob("*.warc.gz")
        return path.read_bytes()

    return make


@pytest.fixture
def three(tmp_path):
    """Three folders: files of one name with the same, with other, and with unique content."""
    return [
        folder_of(tmp_path / "a" / "warc", first=b"one", second=b"same"),
        folder_of(tmp_path / "b" / "warc", first=b"two", second=b"same"),
        folder_of(tmp_path / "c" / "warc", first=b"one", third=b"more"),
    ]


def test_the_same_files_in_any_order(three, tmp_path):
    """All at once or one by one, in any order and again: the same names, each content kept."""
    results = []
    for number, order in enumerate(permutations(three)):
        at_once, one_by_one = tmp_path / f"{number}" / "warc", tmp_path / f"{number}-1" / "warc"
        gathered(at_once, *order)
        for folder in (*order, order[0]):
            gathered(one_by_one, folder)
        results += [content_of(at_once), content_of(one_by_one)]
        assert set(read_sums(one_by_one).of) == set(content_of(one_by_one))
    assert all(result == results[0] for result in results)
    first = NAME.replace("00000", "first").removesuffix(".warc.gz")
    assert results[0] == {
        f"{first}-sha256-{digest(b'one')}.warc.gz": b"one",
        f"{first}-sha256-{digest(b'two')}.warc.gz": b"two",
        NAME.replace("00000", "second"): b"same",
        NAME.replace("00000", "third"): b"more",
    }


def test_new_names_are_told_for_each_folder(three, tmp_path):
    """What captures of a folder know leads to the name that the content has now."""
    target = tmp_path / "all" / "warc"
    name = NAME.replace("00000", "first")
    for folder, renamed in zip(three, gathered(target, *three), strict=True):
        assert list(renamed) == [name]
        assert (target / renamed[name]).read_bytes() == (folder / name).read_bytes()


def test_sources_are_not_touched(three, tmp_path):
    """Gathering reads only."""
    before = [content_of(folder) for folder in three]
    gathered(tmp_path / "all" / "warc", *three)
    assert [content_of(folder) for folder in three] == before


def test_nothing_is_copied_twice(three, tmp_path):
    """A second time everything is there."""
    target = tmp_path / "all" / "warc"
    gathered(target, *three)
    assert gather(plan([target, *three]), target) == 0


def test_a_digest_in_a_name_that_is_not_its_own_stays(tmp_path):
    """Only the mark that we made is taken off: one that the content bears out."""
    name = f"x-sha256-{digest(b'other')}.warc.gz"
    source = tmp_path / "a" / "warc"
    source.mkdir(parents=True)
    (source / name).write_bytes(b"content")
    target = tmp_path / "all" / "warc"
    gathered(target, source)
    assert content_of(target) == {name: b"content"}


def test_a_file_that_a_crash_left_open(tmp_path, warc):
    """Its whole records are taken under its lasting name; the source stays as it is."""
    whole = warc(tmp_path / "made")
    source = tmp_path / "a" / "warc"
    source.mkdir(parents=True)
    left = source / f"{NAME}.open"
    left.write_bytes(whole + whole[: len(whole) // 2])
    target = tmp_path / "all" / "warc"
    gathered(target, source)
    assert content_of(target)[NAME].startswith(whole)
    assert left.read_bytes() == whole + whole[: len(whole) // 2]
    gathered(source)
    assert content_of(source) == content_of(target)


def test_a_file_that_is_being_written_is_refused(tmp_path, warc):
    """A run is at work: what it has written is not yet in the database."""
    source = tmp_path / "a" / "warc"
    source.mkdir(parents=True)
    (source / f"{NAME}.open").write_bytes(warc(tmp_path / "made"))
    with (source / f"{NAME}.open").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LockedError, match="a run is writing it"):
            plan([source])


def test_a_damaged_file_is_refused(tmp_path):
    """A file that is not what its folder's list says would be passed on as good."""
    source = folder_of(tmp_path / "a" / "warc", first=b"content")
    list_new(source)
    (source / NAME.replace("00000", "first")).write_bytes(b"kontent")
    with pytest.raises(StoreError, match="msbazhong verify"):
        plan([source])


def test_a_half_made_copy_is_no_file(tmp_path):
    """What an interrupted merge left is made anew."""
    source = folder_of(tmp_path / "a" / "warc", first=b"content")
    target = folder_of(tmp_path / "all" / "warc")
    name = NAME.replace("00000", "first")
    (target / f"{name}.part").write_bytes(b"con")
    gathered(target, source)
    assert content_of(target) == {name: b"content"}


def test_a_folder_that_is_not_there(tmp_path):
    """An archive without WARC files has nothing to gather."""
    target = tmp_path / "all" / "warc"
    gathered(target, tmp_path / "none" / "warc")
    assert not target.exists()
