"""Addresses, districts, points and areas."""
