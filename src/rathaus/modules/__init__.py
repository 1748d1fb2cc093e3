"""The city's domains, one Django app each, a vertical slice."""
