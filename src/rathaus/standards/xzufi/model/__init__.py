"""The model of XZuFi, one file per topic: what a message says, unchanged.

Absent texts are empty, absent values None, absent repetitions empty tuples. Names are those of the glossary; the names in
XML stand beside them in `xzufi.tables`.
"""
