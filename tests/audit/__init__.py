"""Verifier, bundles and anchors."""
