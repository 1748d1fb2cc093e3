"""What the operator sees and needs: health, metrics, logs, the state of the configuration, dead letters. Never content."""
