"""A delivery service of our own that speaks as that of FIT-Connect v2 does, for tests and for the demonstration.

It is somebody else's system, played: the house knows it only over HTTP. Everything but `server` is plain Python on values:
requests in, answers out, the time and the random numbers passed in. What it demands is what FIT-Connect is known to demand; where
no source says how the real service answers, the answer here is a guess and the chapter docs/kochbuch/fitconnect.md lists it.
"""
