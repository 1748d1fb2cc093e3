"""`/api/v1/`: the catalogue for programs of others. What it answers is what `types` says, and the description is made from it."""
