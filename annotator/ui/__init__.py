"""What it looks like: the only Qt."""
