"""Runs that start by themselves: what a Prefect server is told of them, and what it starts."""

from pipeline import flows as _flows  # it sets Prefect's environment up, before any module here imports Prefect

__all__: list[str] = []
del _flows
