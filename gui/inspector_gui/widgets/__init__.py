"""What is painted; no logic, no link."""
