"""The causes that are known: one file each, with what it shows, where it shows and what tells it from others."""
