"""Procedure, worklist, deadlines, four eyes, messages and decision of every case."""
