"""The deciding core: pure functions from (state, event, frame) to (state, effects)."""
