"""Which version this is: the tag in git that it was built from, as the installed package says."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Such as ``1.2.0``, or ``1.2.1.dev3+g0a1b2c3`` between two releases; "unknown" for a copy not installed."""
    try:
        return version("funding-radar")
    except PackageNotFoundError:
        return "unknown"
