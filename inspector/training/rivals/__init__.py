"""Ways to find what was never taught, compared on the same pictures: `python -m inspector.training.rivals`."""
