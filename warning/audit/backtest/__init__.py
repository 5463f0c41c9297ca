"""``warning backtest``: what another rule book would have decided on recorded history."""
