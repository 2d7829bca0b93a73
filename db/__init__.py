"""What funding-radar knows: tables, queries, writes. Imports nothing of the other packages."""
