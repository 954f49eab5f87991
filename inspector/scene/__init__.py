"""The rendered line: belt, products, labels, defects, light and camera, with exact truth.

The demo, the tests, the GUI and training share it. `line` says what lies on the belt (no pixels),
`render` makes pictures of it. Everything follows from (seed, index, view); nothing here reads a clock.
"""
