"""How providers of other online services tell us how an application stands there."""
