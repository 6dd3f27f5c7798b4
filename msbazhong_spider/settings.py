"""Settings of the crawl, in Scrapy's order: only what differs, with the default and the reason.

Our own settings come last and begin with ``MSBAZHONG_``. Each can be set for one run with
``scrapy crawl msbazhong -s NAME=VALUE``; the command line ``msbazhong harvest`` has options for
those that an operator needs.
"""

import os

BOT_NAME = "msbazhong"

# Default 100. So many tasks are started for every response; four made a crawl half as fast again.
CONCURRENT_ITEMS = 4

# Default 16. One host is asked at a time, and a stop must not wait for a long queue of requests.
CONCURRENT_REQUESTS = 2

# Default 8. A county's server gets its next request only when it has answered the last one, which
# slows us down exactly as much as the server is slow. That is why AutoThrottle stays off: it would
# also lower the delay again below what robots.txt asks for.
CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Default True. News pages need no session, and a cookie could make a page differ for us.
COOKIES_ENABLED = False

# Default: English pages. Ask for what the site is written in.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# Default 0. Two seconds, and half as much more or less by Scrapy's default jitter, is the pace of
# a reader. robots.txt can ask for more (see pace.CrawlDelay), never for less.
DOWNLOAD_DELAY = 2.0

DOWNLOADER_MIDDLEWARES = {
    # The stock one knows host names only; a site is also its port and its scheme.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "msbazhong_spider.middlewares.OnSiteMiddleware": 50,
    # The stock one lets requests through while robots.txt is still on its way.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "msbazhong_spider.middlewares.RobotsMiddleware": 100,
    # The stock one asks again at once, whatever Retry-After says.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "msbazhong_spider.middlewares.PatientRetryMiddleware": 550,
    # Before retries, so that every attempt counts.
    "msbazhong_spider.middlewares.SilenceMiddleware": 600,
    # The stock one lets redirects in circles vanish without a word.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "msbazhong_spider.guards.middlewares.BoundedRedirectMiddleware": 601,
    # What the archive can answer is not asked for. After the look: a 304 is recorded as what it is.
    "msbazhong_spider.revisits.RevisitMiddleware": 603,
    # Default 590. Unpack before redirects and retries are dealt with, so that every answer is
    # looked at and recorded, also those that the spider never sees. The stock one takes half a
    # stream for a page.
    "msbazhong_spider.middlewares.LookMiddleware": 605,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "msbazhong_spider.guards.middlewares.UnpackMiddleware": 610,
    # Last of all: what has passed it waits for its turn only.
    "msbazhong_spider.gate.GateMiddleware": 900,
}

# Default: also file, data, ftp and s3. A harvest has no business there, and what comes by http is
# taken in whole, unpacked within DOWNLOAD_MAXSIZE and with bounded headers, or not at all. Nothing
# is sent any more once the crawl is ending.
DOWNLOAD_HANDLERS = {
    "http": "msbazhong_spider.gate.Handler",
    "https": "msbazhong_spider.gate.Handler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Default 1 GiB. The longest county report with its menus is far below this, decompressed too.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024

# Default 180. A page that takes longer is asked for again later.
DOWNLOAD_TIMEOUT = 60

# Default False. Without it anybody on the way could write the archive.
DOWNLOAD_VERIFY_CERTIFICATES = True

# Default 32 MiB.
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024

EXTENSIONS = {
    "msbazhong_spider.gate.Gate": 5,
    "msbazhong_spider.keeper.Keeper": 10,
    "msbazhong_spider.room.Room": 15,
    "msbazhong_spider.pace.CrawlDelay": 20,
    "msbazhong_spider.limits.Limits": 25,
}

# Default False. A page that is missing is news too: it is recorded, not thrown away.
HTTPERROR_ALLOW_ALL = True

ITEM_PIPELINES = {
    "msbazhong_spider.pipelines.ReadPipeline": 100,
    "msbazhong_spider.pipelines.AttendeesPipeline": 200,
    "msbazhong_spider.pipelines.StorePipeline": 300,
}

# Default DEBUG. Two lines for every page cost time and hide the line that matters.
LOG_LEVEL = "INFO"

# Default True. A page that is gone sends its reader to the front page this way: where a page sends
# us is judged by the reader (see pages.find_forwarding), and followed by the spider.
METAREFRESH_ENABLED = False

# Default 20. A chain longer than this is a trap.
REDIRECT_MAX_TIMES = 5

# Default True. It runs code that comes in on a local port; a harvest needs no such door.
REMOTE_CONTROL_ENABLED = False

# Default False.
ROBOTSTXT_OBEY = True

# Default None, which matches the whole User-Agent; robots.txt names products.
ROBOTSTXT_USER_AGENT = "msbazhong-spider"

# Default: a queue in memory, which takes 2 KB for each article that waits.
SCHEDULER_MEMORY_QUEUE = "msbazhong_spider.waiting.WaitingRequests"

SPIDER_MIDDLEWARES = {
    # The stock one only logs an address that is too long.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "msbazhong_spider.guards.lengths.LengthMiddleware": 800,
}

SPIDER_MODULES = ["msbazhong_spider.spiders"]
NEWSPIDER_MODULE = "msbazhong_spider.spiders"

# Default True. A console on a local port is a door too.
TELNETCONSOLE_ENABLED = False

# Default True. It reads the source of the callbacks again and again, which takes time; ruff (B901)
# watches over generators that return values.
WARN_ON_GENERATOR_RETURN_VALUE = False

# Default: any address that a name stands for. A site's name must stand for a public one.
TWISTED_DNS_RESOLVER = "msbazhong_spider.guards.resolver.PublicResolver"

# USER_AGENT is set by the spider: "msbazhong-spider/VERSION (+MSBAZHONG_CONTACT)".

# --- Our own ---

# Whom a site's operator can write to: an e-mail address or a web page. A site that is not on this
# machine is not asked without it.
MSBAZHONG_CONTACT = os.environ.get("MSBAZHONG_CONTACT", "")

# The folder of news.db, warc/ and runs/.
MSBAZHONG_DATA = os.environ.get("MSBAZHONG_DATA") or "data"

# Names that may stand for addresses which are not public, such as that of a mirror in the house;
# several are joined by commas. One that --start names by its number, or without a dot, need not be
# here.
MSBAZHONG_PRIVATE_HOSTS = os.environ.get("MSBAZHONG_PRIVATE_HOSTS", "")

# Takes the place of the site's front page: a mirror's, or the replica's.
MSBAZHONG_START = ""

# How far below the front page listings are followed: county 1, section 2, part of a section 3.
MSBAZHONG_MAX_DEPTH = 3

# Pages of one listing. At 20 items each this is more than any section has printed so far.
MSBAZHONG_MAX_PAGES = 2000

# Days after which a known article is looked at again, counted from when it was first seen, if it
# was published not longer than the last of them before: edits and withdrawals come early.
MSBAZHONG_LOOKS = os.environ.get("MSBAZHONG_LOOKS") or "1,2,4,7,14,30"

# Days for which a server is believed that says a page is as it was (304). Then it is had whole.
MSBAZHONG_TRUST_DAYS = os.environ.get("MSBAZHONG_TRUST_DAYS") or 7.0

# Articles that are saved together. A stop loses none of them; a power cut at most so many.
MSBAZHONG_BATCH = 100

# Seconds after which a batch is saved even if it is not full.
MSBAZHONG_BATCH_SECONDS = 30.0

# Bytes after which a WARC file is closed and the next one begun: what archives agree on.
MSBAZHONG_WARC_SIZE = 1024**3

# Seconds that we wait at most because Retry-After or Crawl-delay says so. A site that asks for
# more is left alone for this run (Retry-After), or asked at this pace (Crawl-delay).
MSBAZHONG_MAX_WAIT = 120.0

# Seconds before the first retry of a busy (429) or broken (500 and above) site that names no time;
# doubled each time.
MSBAZHONG_BACKOFF = 5.0

# Attempts in a row that get no answer at all, after which the site is taken to be gone for now and
# ``harvest`` ends with exit code 75. At two seconds each, or at DOWNLOAD_TIMEOUT, a server has a
# minute or more to start again; what failed meanwhile is asked again at the end.
MSBAZHONG_MAX_SILENCE = 30

# Seconds that answers on their way are waited for when a run is told to stop.
MSBAZHONG_STOP_SECONDS = 5.0

# Room that must stay free where the archive lies: with less, a run does not begin, or it ends. What
# a night brings is far less; the rest is for the system, for the log of the database, and for a
# copy of it (upgrade, merge). A tenth of it must be free where waiting requests lie (TMPDIR).
MSBAZHONG_MIN_FREE = os.environ.get("MSBAZHONG_MIN_FREE") or "500M"

# What ends a run by plan: how long it may take (2h30m), how many requests a site may be sent in a
# day of China's clock, all runs together, and the hours in which it may be asked (22:00-06:00).
MSBAZHONG_MAX_TIME = os.environ.get("MSBAZHONG_MAX_TIME", "")
MSBAZHONG_BUDGET = os.environ.get("MSBAZHONG_BUDGET") or 0
MSBAZHONG_BETWEEN = os.environ.get("MSBAZHONG_BETWEEN", "")

# --- What a finished run is judged by (see harvest/monitors); a variable of the environment changes
# each for cron. They are wide: an alarm that cries wolf is switched off.

# The share of answers that may end in errors before ``harvest`` ends with exit code 3, and how many
# errors there must be: of the 40 answers of a quiet night, two are no share.
MSBAZHONG_MAX_PROBLEMS = os.environ.get("MSBAZHONG_MAX_PROBLEMS") or 0.05
MSBAZHONG_MIN_PROBLEMS = os.environ.get("MSBAZHONG_MIN_PROBLEMS") or 3

# Articles that must be there to judge the latest ones, and before those to judge them by. What one
# night brings is filled up from the nights before.
MSBAZHONG_JUDGE_ARTICLES = os.environ.get("MSBAZHONG_JUDGE_ARTICLES") or 20
MSBAZHONG_JUDGE_PAST = os.environ.get("MSBAZHONG_JUDGE_PAST") or 50

# How much smaller than usual the share of articles that have a field (a source, attendees ...) may
# be: with 0.3, seven in ten of what their sections had so far is still good. A changed template
# takes a field from all new articles.
MSBAZHONG_FIELD_DROP = os.environ.get("MSBAZHONG_FIELD_DROP") or 0.3

# The share of the usual length of their section that half of the latest bodies must reach. Half as
# long is the first of two parts, or the paragraph before a picture.
MSBAZHONG_SHORT_BODIES = os.environ.get("MSBAZHONG_SHORT_BODIES") or 0.5

# The share of answers that may say that the page is missing, or be a challenge; three times what is
# usual on that site is always allowed.
MSBAZHONG_MISSING_SHARE = os.environ.get("MSBAZHONG_MISSING_SHARE") or 0.2

# A listing is told of if its first page shows less than this share of the articles it usually has.
MSBAZHONG_LISTING_DROP = os.environ.get("MSBAZHONG_LISTING_DROP") or 0.3

# A section is told of if it is silent for so many times the longest silence it ever had, and for so
# many days at least; the site as a whole after fewer days. Twice, because the longest of many
# silences is a matter of chance, and of fifty sections one would always be about to break a record.
MSBAZHONG_SILENT_FACTOR = os.environ.get("MSBAZHONG_SILENT_FACTOR") or 2.0
MSBAZHONG_SILENT_DAYS = os.environ.get("MSBAZHONG_SILENT_DAYS") or 7
MSBAZHONG_SITE_SILENT_DAYS = os.environ.get("MSBAZHONG_SITE_SILENT_DAYS") or 4

# Days after which a section that went silent is taken to have ended, and an alarm of which no run
# could see anything any more is closed.
MSBAZHONG_ENDED_DAYS = os.environ.get("MSBAZHONG_ENDED_DAYS") or 90

# Nights in a row without network (exit code 75) after which somebody is told.
MSBAZHONG_NETWORK_NIGHTS = os.environ.get("MSBAZHONG_NETWORK_NIGHTS") or 2

# Hours after which a run that still holds the lock is told of by those that it turns away: a day,
# and two hours for a late start.
MSBAZHONG_LOCK_HOURS = os.environ.get("MSBAZHONG_LOCK_HOURS") or 26.0

# A file in which each run leaves metrics for Prometheus (textfile collector): a path that ends in
# .prom. Empty: none.
MSBAZHONG_METRICS = os.environ.get("MSBAZHONG_METRICS", "")
