"""Descriptions in the hands of people: what can be typed (`shape`), how it is read (`typed`), drawn (`draw`) and compared."""
