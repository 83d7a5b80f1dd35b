"""What things are: immutable values, with the standard library only."""
