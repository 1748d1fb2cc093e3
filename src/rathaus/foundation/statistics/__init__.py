"""Figures the city publishes about its own work.

A module registers a `Figure`: what is counted, how it is defined, where the numbers come from. This room computes it on
demand, keeps each reading for five minutes, hides groups of fewer than five and shows everything at `/zahlen/`, each
figure with its definition and its data as CSV and JSON.
"""
