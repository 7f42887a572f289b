"""What every call goes through before its method does the work."""

from collections.abc import Mapping
from typing import Any, Final

from sandbox.incoming import decoded
from sandbox.methods import METHODS
from sandbox.methods.call import Call, Refused, invalid, missing_scope
from sandbox.methods.rule import RULES, Rule
from sandbox.rates import Rates
from sandbox.state import State
from sandbox.tokens import Token
from sandbox.values import Json

# Form fields hold these as JSON; the code is Slack's for one that cannot be read, in the methods
# that have it.
_STRUCTURED: Final[Mapping[str, str]] = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}


def rule_of(method: str, *, marketplace: bool) -> Rule:
    """Raises unknown_method, as Slack does for what this workspace does not do."""
    if method not in METHODS:
        raise Refused("unknown_method")
    rule = RULES[method]
    return rule if marketplace else rule.outside or rule


def identified(rule: Rule, presented: str | None, tokens: Mapping[str, Token]) -> Token:
    if not presented:
        raise Refused("not_authed")
    token = tokens.get(presented)
    if token is None:
        raise Refused("invalid_auth")
    if token.dead:
        raise Refused(token.dead)
    if token.kind != rule.token:
        raise Refused("not_allowed_token_type")
    if not token.has_any(rule.any_scope):
        raise missing_scope(list(rule.any_scope), token)
    return token


def target(method: str, args: Mapping[str, Any], state: State) -> str:
    """The channel whose calls are counted alone, by its id however it was named; "" without one."""
    rule = RULES.get(method)
    if rule is None or rule.limited_by is None:
        return ""
    given = str(args.get(rule.limited_by))
    if given in state.channels:
        return given
    direct = state.im_with(state.app.bot_user, given)
    if direct is not None:
        return direct.id
    name = given.removeprefix("#")
    named = (one.id for one in state.channels.values() if one.name == name and one.kind != "im")
    return next(named, given)


def paced(rule: Rule, limited: str, rates: Rates) -> None:
    """`limited` is the call's target."""
    limits = [((rule.name, limited), rule.per_minute)]
    if rule.together is not None:
        limits.append(((rule.name, ""), rule.together))
    wait = rates.take(limits)
    if wait:
        raise Refused("ratelimited", retry_after=wait)


def arguments(rule: Rule, raw: Mapping[str, Any]) -> Json:
    """The arguments, with JSON in form fields read, and none missing."""
    args = {name: _read(rule, name, value) for name, value in raw.items()}
    missing = [name for name in rule.required if args.get(name) in (None, "")]
    if missing:
        raise invalid(f"missing required field: {missing[0]}")
    return args


def answer(call: Call) -> Json:
    return {"ok": True, **METHODS[call.rule.name](call)}


def _read(rule: Rule, name: str, value: Any) -> Any:
    if name not in _STRUCTURED or not isinstance(value, str) or not value:
        return value
    try:
        return decoded(value)
    except ValueError as wrong:
        code = _STRUCTURED[name]
        raise Refused(code if code in rule.errors else "invalid_arguments") from wrong
