"""What the city does, for whom, where, by when, at what price."""
