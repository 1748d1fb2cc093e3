"""How good a description is: completeness, readability, maturity, warnings. Pure functions over one description."""
