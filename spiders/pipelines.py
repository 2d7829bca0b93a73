"""Scrapy's door to the ledger."""

from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from spiders.ledger import Ledger
from spiders.visit import Harvest


class Keep:
    """Hands every harvest of a visit to its ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.reason = "finished"
        crawler.signals.connect(self._closing, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Keep":
        """As Scrapy makes it."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Opens the run before the first request."""
        spider: Any = self.crawler.spider
        self.ledger = Ledger(spider, spider.job)
        self.ledger.open()

    def process_item(self, item: Harvest) -> Harvest:
        """Takes what one answer brought."""
        self.ledger.take(item)
        return item

    def _closing(self, reason: str) -> None:
        # Not close_spider, which is not told why.
        self.ledger.close(reason)
