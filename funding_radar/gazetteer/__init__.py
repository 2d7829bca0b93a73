"""What places are called, what contains what, and which places a text names."""

from funding_radar.gazetteer.gazetteer import Gazetteer, load
from funding_radar.gazetteer.places import Mention, Overlap, Place, Standing

__all__ = ["Gazetteer", "Mention", "Overlap", "Place", "Standing", "load"]
