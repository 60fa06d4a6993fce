"""What a Prefect server is told: the deployments with their times, and the pool of the workers that run them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker
from pydantic import ValidationError

from pipeline.deployments import FILE, Deployment
from pipeline.errors import SettingsError
from pipeline.scheduling.entry import ENTRYPOINT, FLOW
from pipeline.settings import lines_of

POOL = "stasis"
"""The work pool, where no other is named."""


def register(client: SyncPrefectClient, deployments: Sequence[Deployment], config: Path, pool: str) -> list[UUID]:
    """Register deployments, in place of all that were registered from these settings before.

    Args:
        client: of the server.
        deployments: all that ``deployments.yaml`` beside ``config`` declares.
        config: the path of ``pipeline.yaml``.
        pool: the work pool; made where it is not there.

    Returns:
        The ids of the deployments, in their order.

    Raises:
        SettingsError: when Prefect cannot read a time, or the pool is of another type than «process».
    """
    config = config.absolute()
    schedules = [_schedules(d, config.parent, number) for number, d in enumerate(deployments)]
    _see_to(client, pool)
    flow = client.create_flow_from_name(FLOW)
    ids = [
        client.create_deployment(
            flow_id=flow,
            name=deployment.name,
            description=deployment.description or None,
            schedules=times,
            # One place, and who comes while it is taken waits: see ``catchup``.
            concurrency_limit=1,
            concurrency_options=ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
            parameters={
                "config": str(config),
                "timezone": deployment.timezone,
                "overrides": deployment.overrides,
            },
            tags=["stasis"],
            work_pool_name=pool,
            entrypoint=ENTRYPOINT,
            pull_steps=[],
            paused=deployment.paused,
            job_variables={"working_dir": str(Path.cwd())},
            enforce_parameter_schema=False,
        )
        for deployment, times in zip(deployments, schedules, strict=True)
    ]
    for old in client.read_deployments(flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW]))):
        if old.id not in ids and old.parameters.get("config") == str(config):
            client.delete_deployment(old.id)
    return ids


def _schedules(deployment: Deployment, folder: Path, number: int) -> list[DeploymentScheduleCreate]:
    try:
        crons = [CronSchedule(cron=cron, timezone=deployment.timezone) for cron in deployment.cron]
    except ValidationError as error:
        lines = lines_of(folder / FILE, "deployments")
        raise SettingsError(
            f"«cron» of «{deployment.name}» is no time: {error.errors()[0]['msg']}",
            place=f"{folder / FILE}:{lines[number]}",
            remedy="write it as in crontab: minute, hour, day of the month, month, day of the week",
        ) from error
    return [DeploymentScheduleCreate(schedule=cron, active=True) for cron in crons]


def _see_to(client: SyncPrefectClient, pool: str) -> None:
    try:
        there = client.read_work_pool(pool)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=pool, type="process", base_job_template=template))
        return
    if there.type != "process":
        problem = f"the work pool «{pool}» is of the type «{there.type}», and its workers could not see these files"
        raise SettingsError(problem, place=f"--pool {pool}", remedy="name one of the type «process», or a new one")
