"""What a cleaning looks like: each module prints the same segments in one form."""
