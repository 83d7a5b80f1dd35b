"""What can be done with the window itself, one family of commands per file."""
