"""`evaluate items | detector | anomaly`."""
