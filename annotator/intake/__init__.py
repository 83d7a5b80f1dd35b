"""What comes in: one incoming kind per file."""
