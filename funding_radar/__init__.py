"""funding-radar: finds funding for alliances of small voluntary organisations and proposes fair joint bids."""
