"""What places are called, what contains what, and which places a text names."""

from funding_radar.gazetteer.gazetteer import Gazetteer, load
from funding_radar.gazetteer.places import Extent, Mention, Overlap, Place, Standing

__all__ = ["Extent", "Gazetteer", "Mention", "Overlap", "Place", "Standing", "load"]
