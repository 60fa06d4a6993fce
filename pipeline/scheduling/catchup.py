"""Runs that are due at once: those missed while the machine was off, and those that a machine switched off left open.

A deployment has one place (``registering``), so that its runs never overlap: while one runs the others wait. A run
reads all there is to read by then, so what was due before it began need not run after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed
from prefect.types import DateTime

_PAGE = 200


def let_go(deployment: str, flow_run: str) -> int:
    """Cancel the runs of a deployment that the schedule made and that are due by now, for this one does their work.

    Args:
        deployment: its id in Prefect; "" for a run of none, which lets go of nothing.
        flow_run: the id of the run that is going on.

    Returns:
        How many there were.
    """
    if not deployment:
        return 0
    due = FlowRunFilterExpectedStartTime(before_=DateTime.now(UTC))
    with get_client(sync_client=True) as client:
        # A run that someone started by hand may have other parameters: it waits for its turn.
        missed = [run for run in _runs(client, [deployment], [StateType.SCHEDULED], due) if run.auto_scheduled]
        for run in missed:
            client.set_flow_run_state(run.id, Cancelled(message=f"run {flow_run} did for it"), force=True)
    return len(missed)


def close_open(client: SyncPrefectClient, deployments: Sequence[UUID]) -> int:
    """Mark as crashed what still counts as running, though nothing can be; this frees the place of its deployment.

    Args:
        client: of a server that no worker has used yet since it was started.
        deployments: ids.

    Returns:
        How many runs there were.
    """
    states = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    left = _runs(client, list(map(str, deployments)), states)
    for run in left:
        state: State[Any] = Crashed(message="the machine, or «stasis serve», stopped while this ran")
        client.set_flow_run_state(run.id, state, force=True)
    return len(left)


def _runs(
    client: SyncPrefectClient,
    deployments: list[str],
    states: list[StateType],
    due: FlowRunFilterExpectedStartTime | None = None,
) -> list[FlowRun]:
    which = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)), expected_start_time=due)
    of_these = DeploymentFilter(id=DeploymentFilterId(any_=[UUID(name) for name in deployments]))
    found: list[FlowRun] = []
    while page := client.read_flow_runs(
        flow_run_filter=which, deployment_filter=of_these, limit=_PAGE, offset=len(found)
    ):
        found += page
    return found
