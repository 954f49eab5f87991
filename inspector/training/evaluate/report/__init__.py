"""An evaluation as one HTML file that needs nothing else: figures, curves, tables, the worst mistakes as pictures."""
