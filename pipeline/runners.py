"""Where the tasks of a run are done: Prefect's task runner for each ``runner`` of the settings."""

from __future__ import annotations

import os
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from pipeline.errors import SettingsError
from pipeline.settings import Pipeline

# A worker has one processor: that its matrix products take turns on all of them costs more than it gives.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def workers(settings: Pipeline) -> int:
    """How many batches are analysed at a time.

    >>> workers(Pipeline(runner="processes", workers=3))
    3
    """
    return settings.workers or len(os.sched_getaffinity(0))


def task_runner(settings: Pipeline) -> TaskRunner[Any]:
    """Prefect's task runner for ``processes`` or ``dask``.

    Raises:
        SettingsError: when Dask is asked for and not installed.
    """
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")  # for the processes that are started; this one has read it already
    if settings.runner == "processes":
        return ProcessPoolTaskRunner(max_workers=workers(settings))
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
    cluster = {"n_workers": workers(settings), "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=cluster)
