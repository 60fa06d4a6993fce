"""The notebook in docs/ runs from table to plot, and shows nothing of the machine it ran on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from results import MADE, dependence, result, stance

from pipeline.settings import SHIPPED_CONFIGS
from pipeline.store import Store
from pipeline.tables import to_tables

read: Any = nbformat.read  # has no types
NOTEBOOK = SHIPPED_CONFIGS.parent / "docs" / "analysis.ipynb"


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def complaints(notebook: Any) -> list[str]:
    return [
        str(output) for output in outputs(notebook) if {"error", "stderr"} & {output.output_type, output.get("name")}
    ]


def pictures(notebook: Any) -> int:
    return sum("image/png" in output.get("data", ()) for output in outputs(notebook))


@pytest.mark.slow
def test_it_runs_on_what_a_run_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, docs = Store(tmp_path / "data" / "processed"), tmp_path / "docs"
    store.publish(to_tables([result("α1")]), MADE)
    store.publish(to_tables([result("α1"), result("α2", claims=(stance(doc_id="α2"), dependence(doc_id="α2")))]), MADE)
    docs.mkdir()
    shutil.copy(NOTEBOOK, docs)
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))  # else Jupyter and matplotlib write into the home folder
    ran = read(docs / NOTEBOOK.name, as_version=4)
    NotebookClient(ran, timeout=50, resources={"metadata": {"path": str(docs)}}).execute()
    said = "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs(ran))
    assert "2 of 2 claims, 20/11/2022–20/11/2022" in said
    assert re.search(r"Ελλάδα +Ρωσία +2", said)
    assert re.search(r"appeared +1", said)
    assert pictures(ran) == 2


def test_what_is_stored_is_a_whole_run_without_paths() -> None:
    notebook = read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert pictures(notebook) == 2
    assert complaints(notebook) == []
    assert not re.search(r"[\"' (]/\w+/|[A-Z]:\\\\|file:", NOTEBOOK.read_text(encoding="utf-8"))
