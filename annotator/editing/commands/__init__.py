"""The commands, one family per file."""
