"""The commands on topics: what is sent, read, and written out."""
