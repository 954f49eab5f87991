"""The damage network: a crop of one item, and if there are any its intact references, to a map of defects per class.

Learnt from composited defects with exact masks. The references enter through attention over their patch vectors, so
that nothing needs to be aligned and the same network works with none.
"""
