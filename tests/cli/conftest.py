"""One QApplication for all: a picture would else make a smaller one that windows cannot use."""

import pytest


@pytest.fixture(autouse=True)
def application(qapp):
    return qapp
