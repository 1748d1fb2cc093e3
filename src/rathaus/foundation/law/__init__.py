"""Law as dated data: rule sets per Land and regime, and pure functions that count with them.

Every rule carries its norm, its source, its validity and how certain we are of it. Days are German calendar days
(`clock.today(moment)`), never moments, so that no change of the clocks can move a deadline.
"""
