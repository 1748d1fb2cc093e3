"""KERN components as plain functions that return safe HTML; `templatetags/kern.py` offers them to templates."""
