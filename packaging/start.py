"""Where a frozen build starts: its processes of `multiprocessing` first, then the program."""

from __future__ import annotations

import multiprocessing
import sys

from composer.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
