"""Edge inspection station: frames in, decisions out, nothing lost."""

__version__ = "0.1.0"
