"""Finding the cause: collects what a station kept into a case, writes it down, and shows how often it is right."""
