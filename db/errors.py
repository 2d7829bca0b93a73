"""The one error that people are meant to read."""


class RadarError(Exception):
    """A sentence for the person who can mend it: shown as one line, exit code 1, no traceback."""
