"""岚河融媒: where its news begins, and what belongs to it. An invented site, to learn from."""

from msbazhong_spider.pages import Hints
from msbazhong_spider.spiders.portal import PortalSpider


class LanheSpider(PortalSpider):
    """岚河融媒 (www.lanhe.example), which exists in tests and in docs/adding-a-site.md only.

    A script writes its line of date and source out of attributes, and loads the next page of a
    listing when a button is pressed. No reader sees that on the saved page; the hints tell it.
    """

    name = "lanhe"
    # PortalSpider
    title = "岚河融媒"
    front_page = "http://www.lanhe.example/"
    hosts = ("www.lanhe.example", "lanhe.example")
    counties = ("岚河县", "青溪区")
    hints = Hints(
        published="div.meta::attr(data-time)",
        source="div.meta::attr(data-from)",
        next_page="button.more::attr(data-next)",
    )
