"""What happened, written with the change itself and fanned out in order, once for each subscriber."""
