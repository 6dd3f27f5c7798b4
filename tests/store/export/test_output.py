"""A file is complete or not there."""

import errno
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from msbazhong_spider.errors import DiskFullError, StoreError, UsageError
from msbazhong_spider.store.export.output import cannot_write, new_file, new_folder

ROOT = Path(__file__).parents[3]


def write(path, data=b"new", **options):
    """Write a file."""
    with new_file(path, **options) as out:
        out.write(data)


def fail(path, error, **options):
    """Fail in the middle of a file."""
    with new_file(path, **options) as out:
        out.write(b"half")
        raise error


def test_the_name_appears_with_the_last_byte(tmp_path):
    """Until then the file has another one."""
    path = tmp_path / "a.csv"
    with new_file(path) as out:
        out.write(b"all")
        assert not path.exists()
    assert path.read_bytes() == b"all"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyboardInterrupt(), OSError(errno.EIO, "x")], ids=repr
)
def test_what_fails_leaves_nothing(tmp_path, error):
    """Neither under its name nor beside it; what was there stays."""
    path = tmp_path / "a.csv"
    with pytest.raises(StoreError if isinstance(error, OSError) else type(error)):
        fail(path, error)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    with pytest.raises(StoreError if isinstance(error, OSError) else type(error)):
        fail(path, error, force=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_overwritten_unasked(tmp_path):
    """Not even what came while the file was being written."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(UsageError, match="--force"):
        write(path)
    write(path, force=True)
    assert path.read_bytes() == b"new"
    path.unlink()
    with pytest.raises(StoreError), new_file(path):
        path.write_bytes(b"somebody else's")
    assert path.read_bytes() == b"somebody else's"


def test_a_disk_without_hard_links(tmp_path, monkeypatch):
    """The file is renamed instead."""

    def refuse(*_):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_places_that_hold_no_plain_file(tmp_path):
    """A folder, a device, a link: not even with force. A folder that is not there is named."""
    (tmp_path / "link").symlink_to(tmp_path / "a")
    for path in (tmp_path, Path(os.devnull), tmp_path / "link"):
        with pytest.raises(UsageError, match="no plain file"):
            write(path, force=True)
    with pytest.raises(StoreError, match="nowhere: no such folder"):
        write(tmp_path / "nowhere" / "a.csv")


def test_gz_is_packed_and_the_same_each_time(tmp_path):
    """It has neither time nor name inside."""
    write(tmp_path / "a.csv.gz")
    write(tmp_path / "b.csv.gz")
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == b"new"
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_the_new_file_has_usual_rights(tmp_path):
    """Those that the user's mask gives, as any other program's."""
    write(tmp_path / "a.csv")
    (tmp_path / "b").touch()
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_full_disk_is_told_apart():
    """It has the exit code of a full disk."""
    full = cannot_write(Path("a"), OSError(errno.ENOSPC, "No space"))
    assert isinstance(full, DiskFullError)
    assert (full.exit_code, DiskFullError.exit_code) == (7, 7)
    assert not isinstance(cannot_write(Path("a"), OSError(errno.EIO, "x")), DiskFullError)


LIMITED = """
import resource, sys
from pathlib import Path
from msbazhong_spider.errors import StoreError
from msbazhong_spider.store.export.output import new_file
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with new_file(Path(sys.argv[1])) as out:
        for _ in range(1000):
            out.write(bytes(1000))
except StoreError as error:
    print(error)
"""


def test_no_room_for_more_in_the_middle(tmp_path):
    """The system refuses to write on: one line says so, and nothing is left."""
    pytest.importorskip("resource", reason="limits of the system are set through it")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, tmp_path / "a.csv"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.startswith(f"{tmp_path}/a.csv: cannot be written (File too large)")
    assert list(tmp_path.iterdir()) == []


def fill_and_fail(path):
    """Find the disk full in the middle of a folder."""
    with new_folder(path) as folder:
        folder.joinpath("a").write_bytes(b"a")
        raise OSError(errno.ENOSPC, "No space")


def test_a_folder_is_complete_or_not_there(tmp_path):
    """With its name it has all of its files; a name that is taken is refused."""
    path = tmp_path / "release"
    with new_folder(path) as folder:
        folder.joinpath("a").write_bytes(b"a")
        assert not path.exists()
    assert [file.name for file in path.iterdir()] == ["a"]
    with pytest.raises(UsageError, match="never overwritten"), new_folder(path):
        pass
    with pytest.raises(DiskFullError):
        fill_and_fail(tmp_path / "other")
    assert [file.name for file in tmp_path.iterdir()] == ["release"]
