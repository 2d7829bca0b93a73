"""Scrapy's door to the ledger."""

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import SQLAlchemyError

from spiders.ledger import Ledger
from spiders.visit import Harvest

logger = logging.getLogger(__name__)


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
        try:
            self.ledger.take(item)
        except SQLAlchemyError as fault:
            logger.exception("a page could not be stored")
            self.ledger.broken(f"the database would not take a page ({type(fault).__name__})")
        return item

    def _closing(self, reason: str) -> None:
        # Not close_spider, which is not told why.
        self.ledger.close(reason)
