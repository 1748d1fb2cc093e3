"""Proof bundles: what a municipality hands out so that anybody can check, offline, what was delivered and when."""
