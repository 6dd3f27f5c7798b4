"""民生巴中网, the news portal of Bazhong (巴中市) in Sichuan and its counties."""

from msbazhong_spider.spiders.portal import PortalSpider


class MsbazhongSpider(PortalSpider):
    """民生巴中网 (www.msbazhong.com).

    Its articles print a breadcrumb (首页 > 平昌县 > 时政新闻), a line 时间…来源…阅读 and a footer
    with telephone numbers and the ICP number. Its paths are unknown to us, so none is written here.
    """

    name = "msbazhong"
    # PortalSpider
    title = "民生巴中网"
    front_page = "http://www.msbazhong.com/"
    hosts = ("msbazhong.com", "www.msbazhong.com")
    counties = ("巴州区", "恩阳区", "通江县", "南江县", "平昌县")
