"""Each module registers export, erasure and retention; one command runs them for a person."""
