"""Tests of what a bank's operator is given."""
