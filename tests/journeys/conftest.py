from desk import desk, sampled
from remote import remote, screen

__all__ = ["desk", "remote", "sampled", "screen"]
