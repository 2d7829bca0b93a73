"""The steps strung together: what the commands and the daemon call, and nothing else does."""
