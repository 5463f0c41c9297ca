"""The core itself, one step at a time."""
