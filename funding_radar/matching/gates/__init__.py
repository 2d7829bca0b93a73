"""What a call asks of whoever bids, as gates with three answers."""
