"""``python -m funding_radar`` is the same as ``funding-radar``."""

from funding_radar.cli import main

if __name__ == "__main__":
    main()
