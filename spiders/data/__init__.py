"""Tables of facts that collecting ships; where they come from is in README.md."""
