"""Background work on the database queue: lease, heartbeat, retry, dead letters, schedule."""
