"""Domain-randomised belts: any product-like thing on any conveyor-like ground, with exact boxes.

The rendered line (`inspector.scene`) looks like one plant. A detector that has seen only it finds nothing on another
plant's belt. Here grounds, products, light and camera are drawn so widely that the real ones are a case among many
(domain randomisation: Tobin et al. 2017, arXiv 1703.06907; cut-out compositing: Dwibedi et al. 2017, arXiv 1708.01642).
"""

from inspector.training.belts.compose import BeltPicture, PlacedItem, Station, compose, station
from inspector.training.belts.cutout import Cutout

__all__ = ["BeltPicture", "Cutout", "PlacedItem", "Station", "compose", "station"]
