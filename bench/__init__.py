"""Benchmarks: our requests against a frozen plain-Django baseline, in the same run on the same machine."""
