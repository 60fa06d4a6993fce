"""How the models are made and measured. For developers: needs the extra ``[train]``."""

from importlib.util import find_spec

from pipeline.errors import ModelError

for _needed in ("conllu", "sklearn", "udtools"):
    if find_spec(_needed) is None:
        raise ModelError(f"{_needed} is not installed", remedy="pip install 'stasis[train]'")
