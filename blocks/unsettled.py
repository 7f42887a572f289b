"""A post of which nobody can see whether it reached Slack: its request's manager looks, and says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blocks import kit
from blocks.ids import Action
from bot.domain.identity import RequestNumber
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


SEND_AGAIN = Action("unsettled.send_again", carries=PostRef)

THINGS = {
    Thing.CARD: "the card",
    Thing.CHECKLIST: "the checklist",
    Thing.DECISION: "the decision",
}


def asked(told: Sequence[Notice], about: Mapping[RequestNumber, RequestNow]) -> kit.Message | None:
    """The question, with the way to post it again."""
    (notice,) = told
    found = about.get(notice.number) if notice.number else None
    if found is None:
        return None
    request, thing = found.request, notice.facts.get("thing")
    what = THINGS[Thing(str(thing))] if thing else "a line in the thread"
    sentence = (
        f"I cannot tell whether {what} of {request.number} was posted: Slack’s answer was lost, "
        "and I may not read the channel."
    )
    ref = PostRef(request.number.value, str(notice.facts["nonce"]))
    return kit.Message(
        text=sentence,
        blocks=[
            kit.entry(f"{request.number} · {request.title}"),
            kit.section(f"{sentence} Please look in <#{request.channel}>. If it is not there:"),
            kit.actions(kit.button(SEND_AGAIN, "Send again", ref)),
        ],
    )


def sent_again(number: RequestNumber) -> kit.Message:
    text = f"Posted again: {number}."
    return kit.Message(text=text, blocks=[kit.section(text)])
