from desk import desk, sampled

__all__ = ["desk", "sampled"]
