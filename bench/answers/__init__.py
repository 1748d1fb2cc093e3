"""Is the answer right, and is it whole? Expectations by hand, from what the data means; see `expected.toml`."""
