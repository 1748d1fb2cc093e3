"""German full text: one analyser, two database back ends."""
