import pytest
import workloads
from desk import desk, sampled

__all__ = ["desk", "sampled"]


@pytest.fixture(autouse=True)
def application(qapp):
    """Make the one QApplication: a picture would else make a smaller one that windows cannot use."""
    return qapp


@pytest.fixture
def furnished(path, tmp_path):
    """Return a project with one article, in a folder of its own."""
    folder = tmp_path / "desk"
    folder.mkdir()
    project = path.rename(folder / "p.spans")
    workloads.furnish(project)
    return project


@pytest.fixture
def full(request):
    """Return whether the long form is asked for."""
    return request.config.getoption("--full")
