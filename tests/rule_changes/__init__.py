"""Changes of the rule book by two people, on both databases."""
