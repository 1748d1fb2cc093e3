"""Figures with a definition and open data, computed from what modules register."""
