"""When Prefect's server may be started before Prefect says whether another one is set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = "from pipeline import server; print(type(server.ahead()).__name__)"


@pytest.mark.parametrize(
    ("file", "text", "variables", "ahead"),
    [
        ("pyproject.toml", "[project]\nname = 'α'\n", {}, True),
        ("home/profiles.toml", "[profiles.local]\n", {}, True),
        ("home/profiles.toml", "[profiles.office]\nPREFECT_API_URL = 'http://office/api'\n", {}, False),
        ("prefect.toml", "[api]\nurl = 'http://office/api'\n", {}, False),
        ("pyproject.toml", "[tool.prefect.api]\nurl = 'http://office/api'\n", {}, False),
        (".env", "PREFECT_API_URL=http://office/api\n", {}, False),
        (".env", "", {"PREFECT_API_URL": "http://office/api"}, False),
        (".env", "", {"PREFECT_PROFILES_PATH": "/office/profiles.toml"}, False),
    ],
)
def test_ahead(tmp_path: Path, file: str, text: str, variables: dict[str, str], ahead: bool) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / file).write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(tmp_path / "home")} | variables
    told = subprocess.run([sys.executable, "-c", ASK], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert told.stdout == ("_GeneratorContextManager\n" if ahead else "nullcontext\n"), told.stderr


def test_ahead_leaves_it_to_prefect_where_it_is_imported() -> None:
    told = subprocess.run([sys.executable, "-c", f"import prefect; {ASK}"], capture_output=True, text=True)
    assert told.stdout == "nullcontext\n"
