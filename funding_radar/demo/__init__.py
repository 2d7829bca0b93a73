"""A made-up alliance and made-up sites, to try everything out."""

from funding_radar.demo.demo import Demo

__all__ = ["Demo"]
