"""Recipes: one folder is one municipal service, checked and installed as a whole."""
