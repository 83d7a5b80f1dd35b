"""What `make run` does: open the window on the sample, or say that there is no display and run the demo."""

import sys

from annotator.cli import main
from annotator.ui.app import NO_DISPLAY, has_display

if __name__ == "__main__":
    if has_display():
        sys.exit(main([]))
    print(f"No window was opened: {NO_DISPLAY}. Here it is:\n", file=sys.stderr)
    sys.exit(main(["demo"]))
