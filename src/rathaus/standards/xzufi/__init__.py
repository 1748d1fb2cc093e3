"""XZuFi 2.1.0, 2.2.0 and 2.3.1: services, units, responsibilities and online services between editorial systems."""
