"""``msbazhong replica --skin`` and ``--fault``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from msbazhong_spider.commands.replica import replica
from msbazhong_spider.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    import pytest


def test_an_unknown_skin_lists_those_that_there_are(
    run: Callable[..., CompletedProcess[str]],
) -> None:
    """One line, and the exit code of a wrong argument."""
    done = run("replica", "--skin", "joomla")
    assert done.returncode == 2
    assert "there are: portal, dedecms" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_fault_lists_those_that_there_are(
    run: Callable[..., CompletedProcess[str]],
) -> None:
    """One line, and the exit code of a wrong argument."""
    done = run("replica", "--fault", "rest@*.html:0.5")
    assert done.returncode == 2
    assert "there is no fault 'rest'; there are: broken, busy" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_skin_that_is_wanted_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal prints itself as that system does."""
    served: list[Replica] = []

    def wait(one: Replica) -> None:
        served.append(one)

    monkeypatch.setattr(Replica, "wait", wait)
    told = CliRunner().invoke(replica, ["--skin", "trs", "--articles", "5"])
    assert told.exit_code == 0, told.output
    assert [one.site.skin.name for one in served] == ["trs"]
    assert "msbazhong harvest --start http://127.0.0.1:" in told.output
