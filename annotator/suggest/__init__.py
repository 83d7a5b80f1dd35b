"""Where suggestions come from: one source per file."""
