"""Collecting: the sources of funding, each a small class on one of four shapes."""
