"""The command line: arguments in, lines out. Each command is a module of ``commands``."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msbazhong_spider import __version__
from msbazhong_spider.commands import COMMANDS
from msbazhong_spider.errors import MsbazhongError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 8


@click.group(
    commands=list(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: msbazhong demo",
)
@click.version_option(__version__, prog_name="msbazhong")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def cli(debug: bool) -> None:
    """Harvest county news, archive it, and tell who took part in what.

    \b
    采集县级新闻，存档，并识别与会人员、职务与行为。
    """  # noqa: D301 - click reads the mark
    del debug  # read by main(), for errors that happen here too


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Whatever goes wrong is one line on standard error and an exit code."""
    _speak_any_locale()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(given, prog_name="msbazhong", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except MsbazhongError as error:
        code = _complain(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        code = _complain("interrupted", INTERRUPTED)
    except BrokenPipeError:
        code = _pipe_closed()
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets one line
        code = _unexpected(error, debug="--debug" in given)
    sys.exit(code or 0)


def _speak_any_locale() -> None:
    """Write Chinese in every locale: escaped where the terminal's encoding can't hold it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _complain(message: str, code: int) -> int:
    click.echo(f"msbazhong: {' '.join(message.split())}", err=True)
    return code


def _pipe_closed() -> int:
    """Be quiet when the reader of our output (``head``) has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _unexpected(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
        return 1
    with tempfile.NamedTemporaryFile(
        "w", prefix="msbazhong-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return _complain(
        f"unexpected {type(error).__name__}: {error} (this is a fault of the program; "
        f"details to report are in {Path(file.name)}, or run it again as msbazhong --debug ...)",
        1,
    )
