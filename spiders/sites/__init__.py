"""Sites that need no code of their own: a table in ``catalogue.toml`` or in the configuration makes each of them."""
