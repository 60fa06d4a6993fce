"""Where the spaCy pipeline lies that ships. Apart from the engine, so that to ask need not import spaCy."""

from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "models" / "el_stasis_news"
