"""What can be done: no Qt, no SQL."""
