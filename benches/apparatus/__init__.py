"""What the benches share: figures, interleaved timing, made-up articles, projects, and windows to compare with."""
