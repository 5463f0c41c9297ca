"""The one read: decode, route, step, inbox, wakes."""
