"""What comes from outside: messages from the broker, pictures from the daemon. Worker threads end here."""
