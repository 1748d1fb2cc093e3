"""Between the catalogue and the standards in which others speak of services."""
