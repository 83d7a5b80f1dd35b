from hypothesis import given
from strategies import TEXTS

from annotator.model.offsets import Utf16Map


@given(TEXTS)
def test_the_map_is_that_of_the_encoding(text):
    units = Utf16Map(text)
    for at in range(len(text) + 1):
        unit = len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
        assert units.to_units(at) == unit
        assert units.to_code_points(unit) == at


def test_a_low_surrogate_snaps_to_its_character():
    units = Utf16Map("a\U0001f600b\U0001f600")
    assert [units.to_code_points(unit) for unit in range(7)] == [0, 1, 1, 2, 3, 3, 4]
