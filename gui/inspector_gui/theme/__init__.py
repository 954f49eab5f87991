"""Colours and sizes, from one table."""
