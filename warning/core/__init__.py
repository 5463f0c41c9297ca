"""The deciding core: pure functions from (state, event, frame) to (state, effects)."""

VERSION = "0.5"
"""What decided: stored with every journal row, and moved whenever the same record may be decided otherwise."""
