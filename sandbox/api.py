"""The app's side over HTTP: `/api/<method>` and `/response/<secret>`."""

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from sandbox.deliver import response_url
from sandbox.deliver.response_url import Unfit
from sandbox.incoming import decoded_or_none
from sandbox.methods import gate
from sandbox.methods.call import Call, Refused
from sandbox.methods.rule import RULES
from sandbox.passes import Spent
from sandbox.recorded import Reply, recorded, refused, too_many
from sandbox.values import Json

if TYPE_CHECKING:
    from sandbox.workspace import Sandbox

_JSON: Final = "application/json"


async def serve_method(sandbox: "Sandbox", request: Request) -> Response:
    """Arguments come in the query, in a form, and in JSON where the method takes that.

    A token comes in the header or in a form, and nowhere else.
    """
    method = request.path_params["method"]
    args: Json = dict(request.query_params)
    in_form: str | None = None
    body = await request.body()
    unreadable: Refused | None = None
    if request.headers.get("content-type", "").startswith(_JSON):
        rule = RULES.get(method)
        if rule is not None and rule.json_body:
            sent = decoded_or_none(body)
            if isinstance(sent, dict):
                args |= sent
            elif body:
                unreadable = Refused("invalid_json")
    else:
        form = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        in_form = form.get("token")
        args |= form
    args.pop("token", None)
    presented = _bearer(request) or in_form
    target = gate.target(method, args, sandbox.state)

    def work() -> Reply:
        try:
            if unreadable is not None:
                raise unreadable
            return _answered(sandbox, method, presented, args, target)
        except Refused as refusal:
            if refusal.retry_after is not None:
                return too_many(refusal.retry_after)
            told = {"ok": False, "error": refusal.error, **refusal.more}
            return Reply(told, problems=refusal.problems)

    return await recorded(sandbox, "api", method, args, work, target=target)


async def serve_response_url(sandbox: "Sandbox", request: Request) -> Response:
    body = decoded_or_none(await request.body())

    def work() -> Reply:
        try:
            url = sandbox.state.passes.respond(request.path_params["secret"])
            response_url.respond(
                sandbox.state, body, person=url.person, channel=url.channel, ts=url.ts
            )
        except Spent as spent:
            return refused(str(spent), 404)
        except Unfit as unfit:
            return Reply({"ok": False, "error": str(unfit)}, 400, problems=unfit.problems)
        return Reply("ok")

    return await recorded(sandbox, "response_url", "response_url", body, work)


def _answered(
    sandbox: "Sandbox", method: str, presented: str | None, raw: Json, target: str
) -> Reply:
    rule = gate.rule_of(method, marketplace=sandbox.rates.marketplace)
    token = gate.identified(rule, presented, sandbox.tokens)
    args = gate.arguments(rule, raw)
    gate.paced(rule, target, sandbox.rates)
    call = Call(sandbox.state, rule, token, args, sandbox.new_socket_address)
    accepted = ",".join(sorted(rule.any_scope))
    headers = {"x-oauth-scopes": token.provided, "x-accepted-oauth-scopes": accepted}
    return Reply(gate.answer(call), headers=headers)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
