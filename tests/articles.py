"""Small Greek articles for tests that send some down the whole way."""

from __future__ import annotations

from pathlib import Path

THREAT = "Η Άγκυρα απειλεί την Αθήνα. Η Ελλάδα καταδίκασε τις δηλώσεις της Τουρκίας."
GAS = "Η Γερμανία εξαρτάται από το ρωσικό αέριο."
SUPPORT = "Η Γαλλία στηρίζει την Ουκρανία και καταγγέλλει τη Ρωσία."


def write(folder: Path, *, mark: str = "", **articles: str) -> Path:
    """Made-up articles as text files with front matter, named by key; three of them when none is given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (articles or {"threat": THREAT, "gas": GAS, "support": SUPPORT}).items():
        matter = f"---\ndoc_id: {name}\ntitle: «{name}» {mark}\ndate: 2022-11-22\nfictional: true\n---\n"
        (folder / f"{name}.txt").write_text(matter + text, encoding="utf-8")
    return folder
