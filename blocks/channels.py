"""A channel that takes nothing of the app's: whoever can act is told what to do."""

from collections.abc import Mapping, Sequence

from blocks import kit
from blocks.ids import Action
from blocks.request_rows import RequestRef
from bot.domain.identity import RequestNumber
from bot.domain.notices import Notice
from bot.domain.outbox import RequestNow

TRY_AGAIN = Action("channels.try_again", carries=RequestRef)


def closed(told: Sequence[Notice], about: Mapping[RequestNumber, RequestNow]) -> kit.Message | None:
    """To the request's manager."""
    (notice,) = told
    found = about.get(notice.number) if notice.number else None
    if found is None:
        return None
    request = found.request
    sentence = f"I cannot show {request.number} in its channel: {_why(notice.facts.get('why'))}"
    return kit.Message(
        text=sentence,
        blocks=[
            kit.entry(f"{request.number} · {request.title}"),
            kit.section(f"{sentence} Its channel is <#{request.channel}>. Nothing is lost."),
            kit.actions(kit.button(TRY_AGAIN, "Try again", RequestRef(request.number.value))),
        ],
    )


def tried_again(number: RequestNumber, *, shown: bool) -> kit.Message:
    text = f"{number} is up to date in its channel." if shown else f"{number}: still not."
    return kit.Message(text=text, blocks=[kit.section(text)])


def _why(code: object) -> str:
    match code:
        case "is_archived":
            return "it is archived. Unarchive it, and I catch up."
        case "not_in_channel" | "channel_not_found":
            return "I am not in it any more. Type `/invite @hire-ml` there, and I catch up."
        case _:
            return "I may not post in it. Change who may post there, then try again."
