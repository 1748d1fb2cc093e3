"""Who is responsible where: rows, a pure resolver that says why, and a proof that nothing is missing or doubled."""
