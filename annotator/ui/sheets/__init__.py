"""What is laid over the window when it is asked for, one sheet a file."""
