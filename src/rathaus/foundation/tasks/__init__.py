"""Background work on the database queue of django-tasks: what that queue leaves open stands here.

A claimed task holds a lease that its worker renews; the task of a killed worker comes back when the lease ends. A task that
fails is tried again with growing pauses and at last becomes a dead letter for the operator. A schedule enqueues tasks by the
clock, once a slot. Pumps are the standing work of the worker (events, audit, mail), one thread each.
"""
