"""The independent oracle, random histories, and the comparison of the two."""
