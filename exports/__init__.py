"""What leaves: one outgoing kind per file."""
