"""Commands of auditors: verification, bundles, anchors."""
