"""Why a request is put on hold, or cancelled."""

from collections.abc import Sequence

from blocks import inputs, kit, request_rows
from blocks.hiring_request import STATUS_REASONS
from blocks.ids import Modal
from blocks.request_view import FormRef
from bot.domain.hiring_request import REASON_LIMIT, HiringRequest, StatusReason
from bot.domain.lifecycle import CANCEL_REASONS, HOLD_REASONS
from bot.domain.refusals import Field

HOLD = Modal("reason_form.hold", carries=FormRef)
CANCEL = Modal("reason_form.cancel", carries=FormRef)

WHY = "why"


def hold(request: HiringRequest, ref: FormRef) -> kit.View:
    return kit.modal(
        HOLD,
        ref,
        title="Put on hold",
        submit="Put on hold",
        close="Not now",
        blocks=[
            kit.entry(request_rows.named(request)),
            *_why(HOLD_REASONS),
            kit.note("Its people are not reminded until it is taken up again."),
        ],
    )


def cancel(request: HiringRequest, ref: FormRef) -> kit.View:
    return kit.modal(
        CANCEL,
        ref,
        title="Cancel the request",
        submit="Cancel request",
        close="Keep it",
        blocks=[
            kit.entry(request_rows.named(request)),
            *_why(CANCEL_REASONS),
            kit.note("Its steps rest. Nothing is deleted: it can be reopened at any time."),
        ],
    )


def _why(reasons: Sequence[StatusReason]) -> list[kit.Block]:
    words = [(one.value, _capital(STATUS_REASONS[one])) for one in reasons]
    return [
        inputs.select(WHY, "Why?", words, placeholder="Choose the nearest"),
        inputs.text_input(
            Field.REASON,
            "In a few words",
            multiline=True,
            optional=True,
            max_length=REASON_LIMIT,
            hint="Everybody who sees the request reads this.",
        ),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
