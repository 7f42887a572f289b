"""A post of which nobody can see whether it reached Slack: somebody is asked to look, and says so.

That is the manager of its request, or the owner of the digest that it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blocks import kit
from blocks.ids import Action
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.notices import Notice
from bot.domain.outbox import RequestNow
from bot.domain.shown import Thing


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post, by its nonce, and the request that it is of."""

    request: int
    nonce: str

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


@dataclass(frozen=True, slots=True)
class DigestRef:
    """The post of a channel's digest, by its nonce."""

    channel: ChannelId
    nonce: str


SEND_DIGEST_AGAIN = Action("unsettled.send_digest_again", carries=DigestRef)
SEND_AGAIN = Action("unsettled.send_again", carries=PostRef)

THINGS = {
    Thing.CARD: "the card",
    Thing.CHECKLIST: "the checklist",
    Thing.DECISION: "the decision",
}


def asked(told: Sequence[Notice], about: Mapping[RequestNumber, RequestNow]) -> kit.Message | None:
    """The question, with the way to post it again."""
    (notice,) = told
    if notice.number is None:
        return _asked_of_digest(notice)
    found = about.get(notice.number)
    if found is None:
        return None
    request, thing = found.request, notice.facts.get("thing")
    what = THINGS[Thing(str(thing))] if thing else "a line in the thread"
    sentence = _unsure(f"{what} of {request.number}")
    ref = PostRef(request.number.value, str(notice.facts["nonce"]))
    return kit.Message(
        text=sentence,
        blocks=[
            kit.entry(f"{request.number} · {request.title}"),
            kit.section(f"{sentence} {_please_look(request.channel)}"),
            kit.actions(kit.button(SEND_AGAIN, "Send again", ref)),
        ],
    )


def _asked_of_digest(notice: Notice) -> kit.Message:
    ref = DigestRef(ChannelId(str(notice.facts["channel"])), str(notice.facts["nonce"]))
    sentence = _unsure(f"the digest of <#{ref.channel}>")
    return kit.Message(
        text=sentence,
        blocks=[
            kit.section(f"{sentence} {_please_look(ref.channel)}"),
            kit.actions(kit.button(SEND_DIGEST_AGAIN, "Send again", ref)),
        ],
    )


def _unsure(what: str) -> str:
    return (
        f"I cannot tell whether {what} was posted: Slack’s answer was lost, "
        "and I may not read the channel."
    )


def _please_look(channel: ChannelId) -> str:
    return f"Please look in <#{channel}>. If it is not there:"


def sent_again(number: RequestNumber) -> kit.Message:
    text = f"Posted again: {number}."
    return kit.Message(text=text, blocks=[kit.section(text)])


def digest_sent_again(channel: ChannelId) -> kit.Message:
    text = f"The digest of <#{channel}> is on its way again."
    return kit.Message(text=text, blocks=[kit.section(text)])
