"""Sizes of the damage network's tensors, for those who write about it and do not run it."""

from typing import Final

SIDE: Final = 224
MAP_SIDE: Final = SIDE // 4
KEY_CHANNELS: Final = 64
COMPARED_CHANNELS: Final = KEY_CHANNELS + 1 + 1 + 3  # what differs, how much, whether known; what is lacking
KEY_CELLS: Final = 12  # of 784: what a golden picture has and an item has not is the mean of so many cells
TOP_CELLS: Final = 12  # of 3,136: an item's score is the mean of its strongest cells, about a defect of 14 x 14 pixels
