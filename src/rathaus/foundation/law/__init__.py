"""Law as dated data per Land and regime; deadlines as pure functions."""
