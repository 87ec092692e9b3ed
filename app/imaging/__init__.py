"""Pictures made fit for the web by a process of its own: it knows files in a folder, no database and no store."""

from app.imaging.made import MOST_PIXELS, Crop, Made, Output
from app.imaging.workshop import Workshop

__all__ = ["MOST_PIXELS", "Crop", "Made", "Output", "Workshop"]
