"""The reading view: layout, painting, hit-testing."""
