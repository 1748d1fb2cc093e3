"""The service centre: whoever has a question asks it once, anywhere, and somebody answers (einheitlicher Ansprechpartner).

One form from every page, at the counter and on the telephone; each inquiry opens a case in the unit in charge. Numbers, clocks,
messages, the answer and the file are those of `cases`; this room keeps where an inquiry came from, and what the city promises
for which kind of it.
"""
