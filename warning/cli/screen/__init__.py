"""How answers look on a terminal: text that wraps, tables that fit."""
