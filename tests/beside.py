"""What a process leaves beside a target when it is killed."""

import os

from annotator import beside


def left_by_the_killed(target, files=("half",)):
    """Return the folder that a process leaves which is killed while it writes these files for `target`."""
    child = os.fork()
    if child == 0:
        try:
            with beside.folder(target) as made:
                for name in files:
                    (made / beside.NEW / name).write_text("half")
                os._exit(0)  # without any clearing up, and its locks are gone
        finally:
            os._exit(1)  # never on into the tests
    os.waitpid(child, 0)
    (made,) = target.parent.glob(f".{target.name}.spandesk-*")
    return made
