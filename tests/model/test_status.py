import pytest

from annotator.model.status import over_layers


@pytest.mark.parametrize(("held", "layers", "expected"), [
    ([], 2, "todo"), (["done"], 2, "todo"), (["done", "done"], 2, "done"), (["done", "skipped"], 2, "skipped"),
    (["skipped", "flagged"], 2, "flagged"), (["flagged"], 3, "flagged"), ([], 0, "todo"), (["done"], 1, "done"),
])  # fmt: skip
def test_the_status_over_all_layers(held, layers, expected):
    assert over_layers(held, layers) == expected
