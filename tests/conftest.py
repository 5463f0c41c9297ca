"""What all tests share: how hard hypothesis looks.

``fast`` (the default) and ``full`` (``make test``) look at the same examples in every run, so that a red CI is red at
home too; ``sim`` looks at new ones: ``pytest --hypothesis-profile=sim --hypothesis-seed=N``.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("fast", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("sim", max_examples=3_000, deadline=None, print_blob=True)
settings.load_profile("fast")
