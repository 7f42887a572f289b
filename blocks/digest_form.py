"""`/hire-ml digest`: how a channel wants its digest, and what else can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blocks import inputs, kit
from blocks.digest_told import TITLE, how_it_stands
from blocks.ids import VERSION_MARK, Action, Command, Modal, Nothing
from blocks.places import country_groups, zone_groups
from blocks.plan import HIRE
from bot.domain.countries import country_of
from bot.domain.digest import Choices, Part, QuietWeek, Subscription
from bot.domain.identity import ChannelId
from bot.domain.weekly import Weekly


@dataclass(frozen=True, slots=True)
class FormRef:
    """A channel's form, as it was shown."""

    channel: ChannelId
    shown: Choices
    """What is kept, or was proposed where nothing is."""
    once: str
    """Another for each window: what makes a second press of Send now in the same window recognised."""


DIGEST_WORD = Command(f"{HIRE.id} digest")
PICKED = Modal("digest.picked", carries=Nothing)
SAVED = Modal("digest.saved", carries=FormRef)
ZONE_CHOSEN = Action("digest.zone_chosen", carries=Nothing)
PREVIEW = Action("digest.preview", carries=Nothing)
SEND_NOW = Action("digest.send_now", carries=Nothing)
PAUSE = Action("digest.pause", carries=Nothing)
RESUME = Action("digest.resume", carries=Nothing)
STOP = Action("digest.stop", carries=Nothing)

CHANNEL, DAY, AT, ZONE = "channel", "weekday", "at", "zone"
PARTS, MOVES, COUNTRY, QUIET = "parts", "moves_off_holidays", "country", "quiet"
"""Names of the inputs."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

PART_NAMES: Mapping[Part, tuple[str, str]] = {
    Part.MOVED: ("What moved", "Steps done; opened, held, taken up again"),
    Part.ON_TRACK: ("What is on track", "How far, and what comes next"),
    Part.FILLED: ("What was filled", "After how many days"),
    Part.FIGURES: ("How long steps take", "Medians and a chart, from five requests on"),
}

QUIET_WEEKS = {QuietWeek.ONE_LINE: "One line", QuietWeek.NOTHING: "Nothing"}


def pick() -> kit.View:
    """Where the command was typed in direct messages."""
    return kit.modal(
        PICKED,
        Nothing(),
        title=TITLE,
        submit="Next",
        blocks=[inputs.conversation(CHANNEL, "Which channel gets it?")],
    )


def form(
    ref: FormRef, choices: Choices, kept: Subscription | None, notes: Sequence[str] = ()
) -> kit.View:
    """`choices` are what stands in it; `notes` are our own words."""
    weekly = choices.weekly
    return kit.modal(
        SAVED,
        ref,
        title=TITLE,
        submit="Save" if kept else "Start",
        blocks=[
            *(kit.section(note) for note in notes),
            *(_standing(kept) if kept else [kit.section(f"For <#{ref.channel}>, once a week.")]),
            inputs.select(
                DAY,
                "Day",
                [(str(number), name) for number, name in enumerate(DAYS)],
                chosen=str(weekly.weekday),
            ),
            inputs.clock_time(AT, "Time", chosen=weekly.at),
            inputs.grouped_select(
                ZONE,
                "Time zone",
                zone_groups(weekly.zone),
                chosen=weekly.zone,
                hint="It comes at that time there, in summer as in winter.",
                dispatch=ZONE_CHOSEN,
            ),
            inputs.tickboxes(
                PARTS,
                "After who is needed, show",
                [(part, *words) for part, words in PART_NAMES.items()],
                ticked=choices.parts,
            ),
            inputs.tickbox(
                MOVES,
                "Public holidays",
                "Move it to the next working day",
                ticked=weekly.moves,
                hint="Where the week has none left: to the last one before.",
            ),
            inputs.grouped_select(
                # Another zone is another field: a client keeps what stands in one that stays.
                f"{COUNTRY}{VERSION_MARK}{weekly.zone}",
                "Country",
                country_groups(),
                chosen=weekly.country,
                optional=True,
                placeholder="Where the team works",
                hint=_country_hint(weekly),
            ),
            inputs.radios(
                QUIET,
                "In a week when nothing moved and nobody is needed",
                list(QUIET_WEEKS.items()),
                chosen=choices.quiet,
            ),
            kit.actions(kit.button(PREVIEW, "Preview")),
        ],
    )


def _country_hint(weekly: Weekly) -> str:
    guessed = weekly.country is not None and weekly.country == country_of(weekly.zone)
    return f"{'As the time zone says. ' if guessed else ''}Its holidays and weekends count."


def _standing(kept: Subscription) -> list[kit.Block]:
    """How it stands, and what can be done about it at once."""
    channel = f"<#{kept.channel}>"
    by = f"Set up by {kit.at(kept.owner)}"
    on_or_off = (
        kit.button(PAUSE, "Pause") if kept.is_on else kit.button(RESUME, "Resume", style="primary")
    )
    return [
        kit.section(f"*{channel}* · {how_it_stands(kept)}"),
        kit.context(by),
        kit.actions(
            kit.button(
                SEND_NOW,
                "Send now",
                confirm=kit.confirm(
                    "Send one now?",
                    "Everybody in the channel reads it. The weekly one comes all the same.",
                    yes="Send",
                    no="Not now",
                ),
            ),
            on_or_off,
            kit.button(
                STOP,
                "Stop",
                style="danger",
                confirm=kit.confirm(
                    "Stop the digest?",
                    "The channel gets none any more, and its settings are forgotten.",
                    yes="Stop it",
                    no="Keep it",
                ),
            ),
        ),
    ]
