"""``warning rules diff | propose | changes | approve | withdraw``: the rule book is changed by two people."""
