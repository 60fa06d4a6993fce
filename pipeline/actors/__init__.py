"""Who is named, meant or left out in a text: gazetteer, linking, references and dropped subjects."""

from pipeline.actors.gazetteer import Gazetteer, load_gazetteer
from pipeline.actors.linking import link

__all__ = ["Gazetteer", "link", "load_gazetteer"]
