"""The pages of ``msbazhong serve``: a Datasette of its own, in Chinese, without any script."""

from __future__ import annotations

import logging
import sys
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils.asgi import Base400, NotFound, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker

from msbazhong_spider.errors import StoreError
from msbazhong_spider.front import plugin
from msbazhong_spider.front.archive import ArchiveDatabase
from msbazhong_spider.front.article import read_article_page
from msbazhong_spider.front.cells import DATABASE, article_path, cell
from msbazhong_spider.front.templates import teach_templates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from pathlib import Path

    from datasette.utils.asgi import Request
    from markupsafe import Markup

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

logger = logging.getLogger(__name__)
hookimpl = HookimplMarker("datasette")

_SITES: WeakSet[Datasette] = WeakSet()
_SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 5000,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "default_facet_size": 12,
    "suggest_facets": False,
    "allow_download": False,
    "default_cache_ttl": 0,  # a harvest may add rows at any moment
}
# The pages need no script, so none may run, whatever an article brings along.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PRINTER = "datasette.handle_exception"  # prints every mistyped address, with all local variables
_INTERRUPTED = "SQL Interrupted"  # Datasette's title of that error
_TOO_LONG = "查询超过了 {} 秒的时限，已中止。请缩小范围，或用 sqlite3 直接查询数据库。"


def make_site(path: Path) -> Datasette:
    """Make the Datasette that shows one archive. It opens the file when the first page is asked."""
    here = files(__package__)
    site = Datasette(
        [],
        settings=_SETTINGS,
        template_dir=str(here / "html"),
        static_mounts=[("style", str(here / "style"))],
    )
    site.remove_database("_memory")
    site.add_database(ArchiveDatabase(site, path), name=DATABASE)
    teach_templates(site)
    _SITES.add(site)
    for module in (plugin, sys.modules[__name__]):
        if not pm.is_registered(module):
            pm.register(module)
    if pm.has_plugin(_PRINTER):
        pm.unregister(name=_PRINTER)
    return site


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, datasette: Datasette
) -> Markup | None:
    """Show every value as ``cells`` says; what is empty is left to Datasette."""
    return cell(value, column, row, table) or None if datasette in _SITES else None


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Give articles a page of their own, under their lasting id."""
    if datasette not in _SITES:
        return []
    return [
        (rf"/{DATABASE}/article/(?P<article_id>[0-9a-f]{{16}})$", _article),
        (rf"/{DATABASE}/article/(?P<seq>[0-9]{{1,15}})$", _article_in_order),
    ]


async def _article(request: Request, datasette: Datasette) -> Response:
    article_id = request.url_vars["article_id"]
    page = await datasette.get_database(DATABASE).execute_fn(
        lambda connection: read_article_page(connection, article_id)
    )
    if page is None:
        raise NotFound("没有这篇文章")
    html = await datasette.render_template("article.html", {"page": page}, request=request)
    return Response.html(html, headers={"Cache-Control": "no-cache"})


async def _article_in_order(request: Request, datasette: Datasette) -> Response:
    """Lead from the place in time order, which may change, to the lasting address."""
    found = await datasette.get_database(DATABASE).execute(
        "SELECT id FROM article WHERE seq = ?", (int(request.url_vars["seq"]),)
    )
    if not found.rows:
        raise NotFound("没有这篇文章")
    return Response.redirect(article_path(found.rows[0][0]))


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """Say in one line what went wrong, as text."""
    if datasette not in _SITES:
        return None

    async def answer() -> Response:
        status, message = _told(exception)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            logger.error("%s", request.path, exc_info=exception)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": message, "status": status}, status=status)
        context = {"status": status, "message": message}
        html = await datasette.render_template("error.html", context, request=request)
        return Response.html(html, status=status)

    return answer


def _told(exception: Exception) -> tuple[int, str]:
    """Give status and message of an error."""
    if getattr(exception, "title", None) == _INTERRUPTED or isinstance(exception, QueryInterrupted):
        return HTTPStatus.BAD_REQUEST, _TOO_LONG.format(_SETTINGS["sql_time_limit_ms"] // 1000)
    if isinstance(exception, Base400):
        return exception.status, str(exception)
    fault = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(exception, DatasetteError):  # of what was asked, also where it says 500
        status = exception.status
        return HTTPStatus.BAD_REQUEST if status == fault else status, str(exception.message)
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(exception, StoreError) else fault, str(
        exception
    )


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Send with every answer what keeps a browser from running anything."""
    return _with_headers if datasette in _SITES else lambda app: app


def _with_headers(app: App) -> App:
    more = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await app(scope, receive, send_more)

    return wrapped
