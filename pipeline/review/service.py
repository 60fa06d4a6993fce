"""What the page asks of the desk, as requests and answers in JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources
from json import JSONDecodeError, loads
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.errors import ReviewError
from pipeline.greek import fold
from pipeline.records import DOMAINS, FACTUALITIES, POLARITY, ROLES, TRENDS
from pipeline.review.desk import Desk, StaleError
from pipeline.review.documents import Json
from pipeline.review.judging import TENSES, fields
from pipeline.review.queue import MISSING

MEDIA = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LARGEST = 1 << 20
"""Bytes of a request; a judgement has some two thousand."""

NAMES = 10
"""Actors offered for what was typed."""

Handler = Callable[[Desk, Any], Json]


def service(desk: Desk) -> Starlette:
    """The application behind the guard. Its answers are worked out one after the other, so the desk needs no lock.

    Args:
        desk: what is judged.
    """
    files = {
        entry.name: entry.read_bytes()
        for entry in resources.files("pipeline.review").joinpath("page").iterdir()
        if not entry.name.startswith("_")
    }
    known = _names(desk)

    async def page(request: Request) -> Response:
        name = request.path_params.get("name") or "index.html"
        if name not in files:
            return PlainTextResponse("404\n", 404)
        return Response(files[name], media_type=MEDIA["." + name.rpartition(".")[2]])

    async def session(_: Request) -> Response:
        return JSONResponse(_session(desk))

    async def document(request: Request) -> Response:
        return _answered(lambda: state(desk, request.query_params.get("id", "")))

    async def actors(request: Request) -> Response:
        wanted = fold(request.query_params.get("q", "")).strip()
        found = [name for folded, name in known if wanted in folded][:NAMES] if wanted else []
        return JSONResponse(found)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/page/{name}", page),
            Route("/api/session", session),
            Route("/api/document", document),
            Route("/api/actors", actors),
            Route("/api/judge", _posted(desk, lambda desk, data: desk.judge(data)), methods=["POST"]),
            Route("/api/complete", _posted(desk, lambda desk, data: desk.complete(data["doc_id"])), methods=["POST"]),
            Route("/api/undo", _posted(desk, lambda desk, data: desk.undo(data["of"])), methods=["POST"]),
        ]
    )


def state(desk: Desk, doc_id: str) -> Json:
    """A document as the page shows it: text, claims proposed and added, and what was judged of each.

    Raises:
        ReviewError: when there is no such document.
    """
    standing = desk.standing(doc_id)
    document = standing.document
    added = {key: entry["claim"] for key, entry in standing.judged.items() if key not in document.claims}
    claims = [
        {"claim_id": key, "proposed": claim if key in document.claims else None, "judged": standing.judged.get(key)}
        for key, claim in {**document.claims, **added}.items()
    ]
    return {
        **document.as_dict(),
        "claims": claims,
        "mentions": list(document.mentions),
        "fictional": document.fictional,
        "complete": standing.complete is not None,
        "gold": standing.is_gold,
    }


def _session(desk: Desk) -> Json:
    return {
        "reviewer": desk.journal.reviewer,
        "version": desk.version,
        "file": desk.gold.name,
        "queue": [[stop.doc_id, stop.claim_id, stop.frame, _verdict(desk, stop)] for stop in desk.queue],
        "undo": (desk.last or {}).get("seq"),
        "fields": {kind: fields(kind) for kind in ROLES},
        "roles": ROLES,
        "choices": {
            "category": POLARITY,
            "trend": TRENDS,
            "domain": DOMAINS,
            "factuality": FACTUALITIES,
            "tense": TENSES,
            "kind": ("actor", "issue"),
        },
    }


def _verdict(desk: Desk, stop: Any) -> str:
    standing = desk.standing(stop.doc_id)
    if stop.claim_id == MISSING:
        return "complete" if standing.is_gold else ""
    return str(standing.judged[stop.claim_id]["verdict"]) if stop.claim_id in standing.judged else ""


def _posted(desk: Desk, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"problem": "JSON is expected"}, 415)
        data = b""
        async for chunk in request.stream():
            data += chunk
            if len(data) > LARGEST:
                return JSONResponse({"problem": "the request is too large"}, 413)
        return _answered(lambda: _handled(desk, handle, data))

    return answer


def _handled(desk: Desk, handle: Handler, data: bytes) -> Json:
    try:
        posted = loads(data)
        if not isinstance(posted, dict):
            raise ReviewError("it is no JSON object", place="judgement", remedy="reload the page")
        entry = handle(desk, posted)
    except (JSONDecodeError, UnicodeDecodeError, KeyError) as error:
        raise ReviewError(f"it cannot be read: {error}", place="judgement", remedy="reload the page") from error
    said = {key: entry.get(key) for key in ("seq", "kind", "doc_id", "claim_id", "verdict")}
    return {"entry": said, "undo": (desk.last or {}).get("seq"), "document": state(desk, entry["doc_id"])}


def _answered(work: Callable[[], Json]) -> Response:
    try:
        return JSONResponse(work())
    except StaleError:
        return JSONResponse({"stale": True})  # nothing wrong that a browser should log: two windows are a common thing
    except ReviewError as error:
        return JSONResponse({"problem": str(error)}, 422)


def _names(desk: Desk) -> list[tuple[str, Json]]:
    """Every actor that the version names, by its folded name, the shortest names first."""
    found: dict[str, Json] = {}
    for document in desk.documents.values():
        for mention in document.mentions:
            if mention["link"] != "none":
                found.setdefault(mention["name"], {key: mention[key] for key in ("name", "rollup", "kind")})
    return sorted(((fold(name), actor) for name, actor in found.items()), key=lambda pair: (len(pair[0]), pair[0]))
