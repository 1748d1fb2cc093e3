"""A form definition compiled to pages, rules and checks, rendered without JavaScript.

Two sources (`form.toml`, official XDatenfelder) become one compiled form: immutable, named by its SHA-256. Answers live
under the path of the element and its occurrence, never under the bare id.
"""
