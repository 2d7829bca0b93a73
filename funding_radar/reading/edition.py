"""Which readers these are: every fact and every sighting says by which it was read."""

READER = "rules"
VERSION = "3"
"""Raised when the readers say something else of a text than before: all is then read again."""
READER_NAME = f"{READER} {VERSION}"
