"""The web, asked politely and with care: robots.txt, pauses, limits, no address of a private network."""

from pipeline.sources.web.client import Client
from pipeline.sources.web.failures import FetchError, LimitError
from pipeline.sources.web.guard import Guard
from pipeline.sources.web.pace import Clock, Pace

__all__ = ["Client", "Clock", "FetchError", "Guard", "LimitError", "Pace"]
