"""``docs/reliability.svg``: how often claims of each confidence are right, on annotated articles.

Run as ``python benchmarks/reliability.py ../shared/gold/dev*.jsonl``; it also prints the bins as a Markdown table.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline import stages
from pipeline.calibration import Bin, expected_error, reliability
from pipeline.gold import read_gold
from pipeline.measure import find_claims
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load

SIDE, EDGE = 300, 40


def diagram(bins: Sequence[Bin], error: float) -> str:
    """The bins as points, their size by the number of claims, over the line of perfect calibration (SVG)."""
    most = max(b.claims for b in bins) or 1
    points = "".join(
        f'<circle cx="{EDGE + b.confidence * SIDE:.0f}" cy="{EDGE + (1 - b.right) * SIDE:.0f}" '
        f'r="{3 + 9 * (b.claims / most) ** 0.5:.1f}" fill="#1b6ca8" fill-opacity="0.8"/>'
        for b in bins
        if b.claims
    )
    whole = SIDE + 2 * EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{whole}" height="{whole}" fill="white"/>'
        f'<path d="M{EDGE} {EDGE} V{EDGE + SIDE} H{EDGE + SIDE}" fill="none" stroke="black"/>'
        f'<path d="M{EDGE} {EDGE + SIDE} L{EDGE + SIDE} {EDGE}" stroke="gray" stroke-dasharray="4"/>{points}'
        f'<text x="{whole / 2:.0f}" y="{whole - 8}" text-anchor="middle">confidence</text>'
        f'<text x="14" y="{whole / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 14 {whole / 2:.0f})">share right</text>'
        f'<text x="{EDGE + 8}" y="{EDGE + 4}">expected calibration error {error:.3f}</text></svg>\n'
    )


def main(paths: Sequence[str]) -> None:
    """Measure at the threshold that ships and write the diagram."""
    gold = {doc_id: doc for path in paths for doc_id, doc in read_gold(path).items()}
    tools = stages.load_tools(load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline), SHIPPED_CONFIGS)
    bins = reliability(gold, find_claims(tools, gold.values()))
    error = expected_error(bins)
    Path("docs/reliability.svg").write_text(diagram(bins, error), encoding="utf-8")
    print("| confidence | claims | mean confidence | share right |\n| --- | --- | --- | --- |")
    for i, one in enumerate(bins):
        if one.claims:
            print(f"| {i / 10:.1f}–{(i + 1) / 10:.1f} | {one.claims} | {one.confidence:.2f} | {one.right:.2f} |")
    print(f"\nexpected calibration error {error:.3f} over {sum(b.claims for b in bins)} claims")


if __name__ == "__main__":
    main(sys.argv[1:])
