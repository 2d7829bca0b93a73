"""Scrapy's settings for a plan: one request at a time, slow by default, nothing that is not needed."""

from typing import Any

from spiders.plan import CrawlPlan


def scrapy_settings(plan: CrawlPlan) -> dict[str, Any]:
    """The settings of a crawl; the delay is set for each source."""
    return {
        "USER_AGENT": plan.user_agent,
        "ROBOTSTXT_OBEY": True,
        "ALLOW_PRIVATE_HOSTS": plan.allow_private_hosts,
        # Patience holds the one place while it waits, so that nothing else of the source is asked meanwhile.
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": plan.timeout,
        "DOWNLOAD_MAXSIZE": plan.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "HTTPPROXY_ENABLED": True,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
        "TWISTED_DNS_RESOLVER": "spiders.manners.PublicResolver",
        "DOWNLOADER_MIDDLEWARES": {
            "spiders.manners.Guard": 40,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "spiders.manners.Patience": 550,
        },
        "EXTENSIONS": {"spiders.manners.AskedPace": 10},
        "ITEM_PIPELINES": {"spiders.pipelines.Keep": 500},
    }
