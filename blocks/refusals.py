"""What cannot be done, said in one sentence with the way out. Plain text, without markup."""

from blocks import kit, request_menu
from blocks.hiring_request import STEP_NAMES
from bot.domain import refusals
from bot.domain.digest import NoDigest, NothingToSend, NotTheirDigest
from bot.domain.hiring_request import Status
from bot.domain.identity import RequestNumber
from bot.domain.pay import APPROVED_BY_LIMIT, REGION_LIMIT, BandFault, CannotKeepBand
from bot.domain.posts import AlreadySettled
from bot.domain.refusals import Doing, Field, Flaw, LaterFlaw, Refusal, Verb
from bot.domain.sequence import AlreadyFollowed, NothingFollows

FIELDS = {
    Field.TITLE: "The title",
    Field.PROBLEM: "The problem",
    Field.PLACE: "The place",
    Field.REASON: "The reason",
    Field.LINK: "The link",
    Field.NOTE: "The note",
    Field.BY_WHOM: "The name",
}

APP = "@hire-ml"


def flaw(found: Flaw) -> str:
    match found:
        case refusals.EmptyTitle():
            return "Give the job a title: it is what everybody will call this request."
        case refusals.TooLong(field, length, limit):
            name = FIELDS.get(field, "This text")
            over = length - limit
            return f"{name} is {over:,} character{'s' if over > 1 else ''} too long: {limit:,} fit."
        case refusals.DateInPast(day):
            return f"{kit.short_day(day)} {day.year} has passed: choose today or a later day."
        case refusals.OpeningsOutOfRange(_, least, most):
            return f"Openings must be a number from {least} to {most}."
        case refusals.NoAddress():
            return "Paste a whole address that begins with https://, or leave this empty."
        case refusals.TooManyWouldSee(Field.CONFIDENTIAL):
            return "It stands in a channel that everybody can read, so it cannot be confidential."
        case refusals.TooManyWouldSee():
            return (
                "Everybody can read that channel. Choose a private one for a confidential request, "
                "or untick Confidential."
            )
        case refusals.TooManyRecruiters(count, most):
            return f"{count} recruiters are more than a request takes: name up to {most}."
        case other:
            return _later_flaw(other)


def _later_flaw(found: LaterFlaw) -> str:
    """Of the forms about a request that there is already."""
    match found:
        case refusals.NoReason():
            return "Say in a few words what it is."
        case refusals.DateAhead(day):
            return f"{kit.short_day(day)} {day.year} is still to come: choose today or earlier."
        case refusals.MoreThanLeft(_, left):
            return f"Write a number from 1 to {left}: so many openings are left."
        case refusals.FewerThanFilled(_, filled):
            return f"{filled} of them are filled already: that many at least."
        case refusals.NothingToFill():
            return "Say how many more are wanted, or above, who does not come after all."
        case refusals.SamePerson():
            return "That is whose it is now: choose a colleague."
        case refusals.NoText():
            return "Write something first."


def band_fault(found: BandFault) -> str:
    match found:
        case BandFault.OTHER_ROLE:
            return "Choose one of the two roles: others have no band here."
        case BandFault.NO_LOW | BandFault.NO_HIGH:
            return "Write the pay of a year as one number, such as 120,000 or 120k."
        case BandFault.UPSIDE_DOWN:
            return "This is less than the lowest. Write the same or more."
        case BandFault.NO_CURRENCY:
            return "Write the currency in its three letters, such as EUR."
        case BandFault.LONG_REGION:
            return f"The region takes {REGION_LIMIT} characters: a country or a state will do."
        case BandFault.NOBODY:
            return "Say who approved it: people trust a band that has a name to it."
        case BandFault.LONG_NAME:
            return f"Who approved it takes {APPROVED_BY_LIMIT} characters."
        case BandFault.NOT_YET:
            return "Choose today or an earlier day: since when the band holds."


def not_in_channel(name: str) -> str:
    return (
        f"I am not in #{name} yet. Type /invite {APP} there and press Open request again; "
        "what you typed is kept."
    )


def not_shared() -> str:
    return (
        f"I cannot post here. In a channel, type /invite {APP} and press Share here again. Where "
        "only some may post, or in a conversation without me, copy what you need."
    )


def archived(name: str) -> str:
    return f"#{name} is archived, so nothing can be posted there. Choose another channel."


def unseen_channel() -> str:
    return (
        f"I cannot see that channel. If it is private, type /invite {APP} there and press Open "
        "request again; what you typed is kept."
    )


def for_everybody(name: str) -> str:
    return f"#{name} is the channel that everybody here reads."


def outsiders(name: str) -> str:
    return f"#{name} is shared with people of other companies."


def less_private(name: str) -> str:
    return f"You began in a private channel; #{name} can be read by anybody here."


def no_channel() -> str:
    return "Choose the channel that the request is posted in."


def no_digest_channel() -> str:
    return "Choose the channel that gets the digest."


def no_role() -> str:
    return "Choose whom you want to hire."


def is_bot(name: str) -> str:
    return f"{name} is an app. Choose a person."


def has_left(name: str) -> str:
    return f"{name} has left this workspace. Choose somebody who is here."


def unseen_person() -> str:
    return "I cannot see one of these people. Choose people of this workspace."


def whose_holidays() -> str:
    return "Choose whose holidays count, or untick Public holidays."


def snoozed_into_past() -> str:
    return "Choose a day after today, or leave this empty."


def no_day() -> str:
    return "Choose the new day."


def no_colleague() -> str:
    return "Choose a colleague."


def no_number() -> str:
    return "Write the number of openings in digits, such as 1."


def refusal(refused: Refusal) -> str:
    match refused:
        case refusals.UnknownRequest(number):
            return f"There is no {number} here. It may belong to another workspace."
        case refusals.NotAllowed(number, Doing.SEE, _):
            return f"{number} is for its hiring team only: they can take you in."
        case refusals.NotAllowed(number, Doing.WORK, _):
            return f"Only the hiring team of {number} works its steps: they can take you in."
        case refusals.NotAllowed(number, Doing.CHANGE, _):
            return f"Only the manager and the recruiters of {number} can change it."
        case refusals.NotNow(number, verb, status):
            return _not_now(number, verb, Status(status))
        case refusals.StepIs(_, step, state):
            name = STEP_NAMES[step].lower()
            return f"Nothing changed: {name} is {state.replace('_', ' ')} by now."
        case refusals.Overtaken(number):
            return f"Somebody has changed {number} meanwhile. Close this and open it again."
        case refusals.NoPartInIt(number):
            return f"They have no part in {number}: there is nothing to hand over."
        case refusals.WrongFields(flaws):
            return " ".join(flaw(found) for found in flaws)
        case _:
            return _of_further(refused)


def ask(refused: Exception | None) -> list[kit.Block]:
    """Beside the sentence: who is there to ask, where somebody else can do it."""
    match refused:
        case refusals.NotAllowed(_, _, people) if people:
            asked = " or ".join(map(kit.at, people[: request_menu.MOST_ASKED]))
            return [kit.context(f"Ask {asked}.")]
        case _:
            return []


def _of_further(refused: Refusal) -> str:
    match refused:
        case AlreadyFollowed(number, second):
            return f"{second} is the second request after {number} already."
        case NothingFollows(number):
            return f"{number} is not the first of two hires: open another request on its own."
        case refusals.NotAdmin():
            return "This is for the admins of this workspace to decide: ask one of them."
        case AlreadySettled(number):
            return f"Nothing to send: {number} stands as it should by now."
        case CannotKeepBand(faults):
            return " ".join(map(band_fault, faults))
        case NotTheirDigest():
            return (
                "Only those in the channel keep its digest. Join it, or ask somebody who is in it."
            )
        case NothingToSend():
            return "Nothing to send: that digest has come, is paused, or a later one has come."
        case NoDigest():
            return "That channel has no digest any more. Type /hire-ml digest there to begin one."
        case _:
            return "That cannot be done as it was asked."


def _not_now(number: RequestNumber, verb: Verb, status: Status) -> str:
    match verb, status:
        case (Verb.REOPEN | Verb.RESUME, Status.OPEN):
            return f"{number} is open already."
        case (Verb.REOPEN, Status.ON_HOLD):
            return f"{number} is on hold: let it go on instead."
        case (
            (Verb.HOLD, Status.ON_HOLD)
            | (Verb.CANCEL, Status.CANCELLED)
            | (Verb.FILL, Status.FILLED)
        ):
            return f"{number} is {_STATUS_WORDS[status]} already."
        case (Verb.WORK, _):
            return f"{number} is {_STATUS_WORDS[status]}, so its steps rest. Reopen it to go on."
        case _:
            return f"{number} is {_STATUS_WORDS[status]}. Reopen it first."


_STATUS_WORDS = {
    Status.OPEN: "open",
    Status.ON_HOLD: "on hold",
    Status.FILLED: "filled",
    Status.CANCELLED: "cancelled",
}


def not_posted(number: str) -> str:
    return (
        f"{number} is open, but Slack has not taken its card yet: I go on trying, and it comes "
        "by itself."
    )


def too_late() -> str:
    return "Slack took too long to open the window. Nothing is lost: please try once more."


def of_another_version() -> str:
    return (
        "I am just being updated, and do not know this yet. Nothing is lost: please try again in a "
        "minute."
    )


def throttled() -> str:
    return "Slack lets me do this only so often. Nothing is lost: please try again in a minute."


def trouble(reference: str) -> str:
    """Something that is ours to mend; `reference` finds it in the log."""
    return (
        "Something went wrong on our side, and nothing was lost. Please try again in a minute; "
        f"if it stays, quote {reference} to whoever runs this app."
    )


def working() -> kit.View:
    """What a form becomes while its answer is still being worked on."""
    return {
        "type": "modal",
        "title": kit.plain("One moment", kit.TITLE),
        "close": kit.plain("Close", kit.TITLE),
        "blocks": [kit.section("This takes a little longer than usual. It goes on by itself.")],
    }


def done(title: str, sentence: str, *more: kit.Block) -> kit.View:
    """What stands in a window that came too late to be closed."""
    return {
        "type": "modal",
        "title": kit.plain(title, kit.TITLE),
        "close": kit.plain("Close", kit.TITLE),
        "blocks": [kit.rich(kit.line(sentence)), *more],
    }
