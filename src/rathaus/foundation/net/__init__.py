"""The only way out: an HTTP client that refuses private addresses and time-outs by default."""
