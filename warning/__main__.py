"""``python -m warning``: the command line."""

from __future__ import annotations

from warning.cli import main

if __name__ == "__main__":
    main()
