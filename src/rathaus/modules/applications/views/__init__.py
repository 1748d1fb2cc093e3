"""Pages by audience: the citizen, the counter and the post room."""
