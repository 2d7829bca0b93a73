"""What makes one call better for a member than another, as rules with points."""
