"""The checks by theme: generators of hits."""
