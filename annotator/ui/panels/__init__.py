"""The panels beside the text, one per file."""
