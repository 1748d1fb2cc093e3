"""Questions to the search with sets of right answers, and what comes of asking them."""
