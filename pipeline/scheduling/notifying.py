"""Word of failed runs: an automation of Prefect's that calls an address."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from prefect.automations import AutomationCore, EventTrigger, Posture
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.actions import CallWebhook
from pydantic import SecretStr

from pipeline.errors import SettingsError
from pipeline.scheduling.entry import FLOW

NAME = "stasis: a run failed"
_BLOCK = "stasis-failures"

# Chat services want «text»; the rest is for programs. Prefect fills in what stands in braces, as JSON strings.
_PAYLOAD = (
    "{"
    + ", ".join(
        f"{json.dumps(key)}: {{{{ ({value}) | tojson }}}}"
        for key, value in {
            "text": "'stasis: ' ~ flow_run.name ~ ': ' ~ flow_run.state.name ~ ': ' ~ (flow_run.state.message or '')",
            "run": "flow_run.name",
            "deployment": "deployment.name",
            "state": "flow_run.state.name",
            "message": "flow_run.state.message or ''",
        }.items()
    )
    + "}"
)


def notify(client: SyncPrefectClient, url: str) -> None:
    """Have the server post JSON to an address whenever a scheduled run fails or crashes; replaces the one before.

    Args:
        client: of the server, which must run its services, as ``prefect server start`` and ``stasis serve`` do.
        url: begins with https:// or http://.

    Raises:
        SettingsError: when it does not.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        remedy = "give https://… ; for e-mail see docs/scheduling.md"
        raise SettingsError("this is no address to post to", place=f"--notify {url}", remedy=remedy)
    block = Webhook(url=SecretStr(url), headers={"Content-Type": "application/json"})  # type: ignore[arg-type]
    saved: Any = block.save(_BLOCK, overwrite=True)
    automation = AutomationCore(
        name=NAME,
        description="Made by `stasis deploy --notify`",
        enabled=True,
        trigger=EventTrigger(
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={"prefect.resource.role": "flow", "prefect.resource.name": FLOW},
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[CallWebhook(block_document_id=saved, payload=_PAYLOAD)],
    )
    before = client.read_automations_by_name(NAME)
    client.create_automation(automation)
    for old in before:
        client.delete_automation(old.id)
