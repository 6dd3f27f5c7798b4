"""The commands, one a module. What is heavy is imported inside, so that --help is instant."""

from msbazhong_spider.commands.alert import alert
from msbazhong_spider.commands.attendees import attendees
from msbazhong_spider.commands.demo import demo
from msbazhong_spider.commands.export import export
from msbazhong_spider.commands.harvest import harvest
from msbazhong_spider.commands.health import health
from msbazhong_spider.commands.history import history
from msbazhong_spider.commands.import_ import import_
from msbazhong_spider.commands.look import runs, search
from msbazhong_spider.commands.merge import merge
from msbazhong_spider.commands.new_site import new_site
from msbazhong_spider.commands.read import read
from msbazhong_spider.commands.replica import replica
from msbazhong_spider.commands.reread import reread
from msbazhong_spider.commands.schedule import schedule
from msbazhong_spider.commands.serve import serve
from msbazhong_spider.commands.upgrade import upgrade
from msbazhong_spider.commands.verify import verify

COMMANDS = (
    demo,
    harvest,
    schedule,
    replica,
    read,
    attendees,
    search,
    history,
    runs,
    health,
    alert,
    import_,
    reread,
    serve,
    export,
    merge,
    new_site,
    upgrade,
    verify,
)

__all__ = ["COMMANDS"]
