"""The form that opens a request: read, checked against Slack, and made into what a service takes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from blocks import refusals
from blocks.hiring_request import (
    CHANNEL,
    CONFIDENTIAL,
    LEVEL,
    ROLE,
    STEPS_DONE,
    Audience,
    FormRef,
)
from bot.domain.decision import decided, known_already
from bot.domain.draft import Elsewhere, Overrule, PlanDraft, RequestSoFar
from bot.domain.hiring_request import OpeningForm
from bot.domain.identity import ChannelId, Person, RequestNumber
from bot.domain.refusals import Field
from bot.domain.role import Plan, Role, Seniority, StepKind
from bot.domain.tree import Tree
from bot.domain.verdict import decide
from bot.slack.directory import Channel, Directory, Somebody
from bot.slack.payloads import Fields

MOST_DIGITS = 9
"""Of a number that is worth reading."""


def ref_of(tree: Tree, draft: PlanDraft, *, another: bool = False) -> FormRef:
    """What the form goes on from, come to from the advice."""
    follows = draft.request.follows if draft.request and not another else None
    if follows:
        plan = follows.plan
    else:
        plan = draft.overrule.plan if draft.overrule else decide(tree, draft.answers).plan
    return FormRef(
        draft.draft_id,
        draft.answers,
        plan,
        overruled=draft.overrule is not None,
        origin=draft.origin_channel,
        source=draft.source,
        another=another,
        follows=follows,
    )


def so_far(fields: Fields, person: Person, ref: FormRef) -> RequestSoFar:
    """What stands in the form now. Slack names people without their team: it is `person`'s."""
    role = fields.choice(ROLE) or (Role.OTHER if ref.another else None)
    level = fields.choice(LEVEL)
    return RequestSoFar(
        title=fields.text(Field.TITLE) or "",
        problem=fields.text(Field.PROBLEM) or "",
        role=Role(role) if role else None,
        seniority=Seniority(level) if level else None,
        openings=number_in(fields.text(Field.OPENINGS) or ""),
        place=fields.text(Field.PLACE) or "",
        start_by=fields.date(Field.START_BY),
        recruiters=tuple(Person(person.team, user) for user in fields.users(Field.RECRUITERS)),
        channel=fields.conversation(CHANNEL),
        confidential=fields.ticked(CONFIDENTIAL),
        elsewhere=_elsewhere(fields),
        follows=ref.follows,
    )


def _elsewhere(fields: Fields) -> Elsewhere | None:
    """Nothing where the form does not ask for it."""
    if not fields.has(Field.LINK):
        return None
    return Elsewhere(
        link=fields.text(Field.LINK) or "",
        done=tuple(map(StepKind, fields.choices(STEPS_DONE))),
        began_on=fields.date(Field.BEGAN_ON),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What Slack says of the channel and the people that a form names."""

    manager: Somebody | None
    channel: Channel | None
    came_from: Channel | None
    """Where the message stands that it began from, where that is another channel."""
    recruiters: Sequence[Somebody | None]


async def look_up(
    directory: Directory, typed: RequestSoFar, ref: FormRef, manager: Person
) -> Found:
    async def channel(one: ChannelId | None) -> Channel | None:
        return await directory.channel(one) if one else None

    elsewhere = ref.origin if ref.source and ref.origin != typed.channel else None
    asking, there, came_from, recruiters = await asyncio.gather(
        directory.somebody(manager),
        channel(typed.channel),
        channel(elsewhere),
        directory.everybody(typed.recruiters),
    )
    return Found(asking, there, came_from, recruiters)


def wrong_in_slack(typed: RequestSoFar, ref: FormRef, found: Found) -> dict[str, str]:
    """Field → what is wrong there that only Slack, or the form itself, can tell."""
    wrong: dict[str, str] = {}
    if ref.role is None and typed.role is None:
        wrong[ROLE] = refusals.no_role()
    if typed.openings is None:
        wrong[Field.OPENINGS] = refusals.no_number()
    unfit = next((fault for one in found.recruiters if (fault := _unfit(one))), None)
    if unfit:
        wrong[Field.RECRUITERS] = unfit
    closed = _closed(typed, found.channel)
    if closed:
        wrong[CHANNEL] = closed
    return wrong


def overrule(ref: FormRef, draft: PlanDraft | None) -> Overrule | None:
    """The manager's own choice; without its reason, where another window's draft replaced theirs."""
    if draft is not None and draft.draft_id == ref.draft:
        return draft.overrule
    return Overrule(ref.plan, reason="") if ref.overruled and ref.plan else None


def opening(
    ref: FormRef, typed: RequestSoFar, found: Found, tree: Tree, overrule: Overrule | None
) -> OpeningForm:
    """The form as the service takes it; what is missing in it is reported by `wrong_in_slack`."""
    if overrule:
        ref = replace(ref, plan=overrule.plan)
    role = ref.role or typed.role or Role.OTHER
    follows = ref.follows
    elsewhere = typed.elsewhere or Elsewhere()
    return OpeningForm(
        draft_id=ref.draft,
        title=typed.title,
        problem=typed.problem,
        role=role,
        plan=_plan_of(role) if ref.another else ref.plan or _plan_of(role),
        seniority=typed.seniority or Seniority.SENIOR,
        openings=1 if typed.openings is None else typed.openings,
        place=typed.place,
        start_by=typed.start_by,
        recruiters=tuple(one.person for one in found.recruiters if one),
        channel=typed.channel or ChannelId(""),
        channel_is_private=bool(found.channel and found.channel.is_private),
        confidential=typed.confidential,
        decision=decided(tree, ref.answers, overrule) if ref.plan else known_already(tree),
        link=elsewhere.link,
        done=elsewhere.done,
        began_on=elsewhere.began_on,
        source=_source(ref, typed, found),
        follows=RequestNumber(follows.request)
        if follows and follows.only_in in {None, typed.channel}
        else None,
    )


def _source(ref: FormRef, typed: RequestSoFar, found: Found) -> str:
    """The message's address, but for those from whom Slack hides that there is one."""
    if ref.origin == typed.channel or (found.came_from and not found.came_from.is_private):
        return ref.source or ""
    return ""


def audience(
    channel: Channel | None, came_from: Channel | None, *, chosen: ChannelId | None
) -> Audience | None:
    """Who reads what is posted in `channel`, which is `chosen` as far as the app can see it.

    `came_from` is where the command was typed, or the message stands that it began from.
    """
    if channel is None:
        return Audience(chosen, None, (refusals.unseen_channel(),)) if chosen else None
    warnings: list[str] = []
    if channel.is_archived:
        warnings.append(refusals.archived(channel.name))
    elif not channel.app_is_in:
        warnings.append(refusals.not_in_channel(channel.name))
    if channel.is_general:
        warnings.append(refusals.for_everybody(channel.name))
    if channel.is_external:
        warnings.append(refusals.outsiders(channel.name))
    if came_from and came_from.is_private and not channel.is_private:
        warnings.append(refusals.less_private(channel.name))
    return Audience(channel.id, channel.members, tuple(warnings))


def number_in(text: str) -> int | None:
    """Nothing for what is no number, or one beyond all that anybody counts."""
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def _plan_of(role: Role) -> Plan | None:
    return None if role is Role.OTHER else Plan(role.value)


def _unfit(one: Somebody | None) -> str | None:
    """Why somebody cannot be a recruiter."""
    if one is None:
        return refusals.unseen_person()
    if one.is_bot:
        return refusals.is_bot(one.name)
    return refusals.has_left(one.name) if one.has_left else None


def _closed(typed: RequestSoFar, channel: Channel | None) -> str | None:
    """Why nothing can be posted in the chosen channel."""
    if typed.channel is None:
        return refusals.no_channel()
    if channel is None:
        return refusals.unseen_channel()
    if channel.is_archived:
        return refusals.archived(channel.name)
    return None if channel.app_is_in else refusals.not_in_channel(channel.name)
