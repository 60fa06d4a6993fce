"""Organisations that the gazetteer lacks."""

import pytest

from pipeline.actors.abbreviations import latin


@pytest.mark.parametrize(
    ("greek", "expected"),
    [("ΔΕΥΑΛ", "DEYAL"), ("ΙΣΑ", "ISA"), ("ΔΟΕ", "DOE"), ("ΑΨΘ", "APSTH"), ("HELESI", "HELESI"), ("Altec", "ALTEC")],
)
def test_latin(greek: str, expected: str) -> None:
    assert latin(greek) == expected
