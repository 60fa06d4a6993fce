"""Who is let in: only the page that was opened with the secret address, on this machine, from no other origin."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"

HEADERS = {
    # Nothing but the page's own files, no inline script or style; text becomes part of the page as text only.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def new_token() -> str:
    """A secret that nobody guesses, fit for an address.

    >>> len(new_token())
    43
    """
    return secrets.token_urlsafe(32)


class Guard:
    """Middleware that answers 403 to all but the page itself, and adds the headers that keep it to itself.

    The secret is the first part of the path of every address, of the page, its files and its requests. So no cookie is
    needed, which servers on other ports of this machine would be sent as well. ``Host`` is checked because a foreign
    name can be made to lead to this machine (DNS rebinding); ``Origin`` and ``Sec-Fetch-Site`` because a foreign page
    can send requests here.

    Args:
        app: what is guarded; it sees paths without the secret.
        token: the secret.
        port: the port that is listened on.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or refuse it."""
        if scope["type"] != "http":
            return  # no web sockets; the lifespan protocol is switched off
        _, _, rest = str(scope["path"]).partition("/")
        token, slash, path = rest.partition("/")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if not self._admits(Headers(scope=scope), token):
            refusal = PlainTextResponse("403: open the address that «stasis review» printed\n", 403)
            await refusal(scope, receive, sent)
            return
        await self.app({**scope, "path": slash + path, "raw_path": None, "root_path": ""}, receive, sent)

    def _admits(self, headers: Headers, token: str) -> bool:
        host = headers.get("host", "")
        return (
            host in self.hosts
            and headers.get("origin", f"http://{host}") == f"http://{host}"
            and headers.get("sec-fetch-site", "none") in ("same-origin", "none")
            and secrets.compare_digest(token.encode(), self.token.encode())
        )
