"""The relevance engine: how well an organisation's own words fit a funding call's words."""
