"""Where the tasks of a run are done: Prefect's task runner for each ``runner`` of the settings."""

from __future__ import annotations

from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipeline.errors import SettingsError
from pipeline.settings import Pipeline


def task_runner(settings: Pipeline) -> TaskRunner[Any]:
    """Prefect's task runner for ``processes`` or ``dask``.

    Raises:
        SettingsError: when Dask is asked for and not installed.
    """
    if settings.runner == "processes":  # a thread waits for each process apart of the workbench
        return ThreadPoolTaskRunner(max_workers=settings.at_once)
    return _dask(settings)


def _dask(settings: Pipeline) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        remedy = "install it: pip install 'stasis[dask]'; or set runner: processes"
        raise SettingsError("runner: dask needs Dask, which is not installed", remedy=remedy) from error
    if settings.scheduler:
        return DaskTaskRunner(address=settings.scheduler)
    # No page of its own: what runs is seen in Prefect.
    cluster = {"n_workers": settings.at_once, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=cluster)
