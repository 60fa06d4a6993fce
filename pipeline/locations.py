"""Where a run may put its output: a folder, or an address of an object store."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

Location = Path | str
"""A folder, or an address as a string."""

SCHEMES = ("s3", "gs")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def locate(given: Path | str) -> Location:
    """A path as a ``Path``; an address as it is, without a slash at its end.

    Args:
        given: what a person wrote.

    Raises:
        ValueError: for an address of another kind, one without a bucket, or one that holds credentials.

    >>> locate("s3://bucket/stasis/"), locate("data/processed")
    ('s3://bucket/stasis', PosixPath('data/processed'))
    """
    if isinstance(given, Path) or not _ADDRESS.match(given):
        return Path(given)
    parts = urlsplit(given)
    if parts.scheme not in SCHEMES:
        raise ValueError(f"addresses begin with {' or '.join(f'{scheme}://' for scheme in SCHEMES)}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(
            "an address holds a bucket and a folder, nothing else: credentials are taken from the environment"
        )
    if not parts.hostname:
        raise ValueError(f"the address names no bucket: write {parts.scheme}://BUCKET/FOLDER")
    return given.rstrip("/")
