"""The sources that need a class of their own, one file each."""
