"""What a workspace pays, as its admins see and set it: every role and level, and the form of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import inputs, kit
from blocks.hiring_request import LEVELS
from blocks.ids import Action, Modal, Nothing
from blocks.pay import OLD, approved, in_full, pays
from bot.domain.amounts import LONGEST
from bot.domain.marks import mark_of
from bot.domain.pay import APPROVED_BY_LIMIT, OLDEST, REGION_LIMIT, BandField, PayBand, is_old
from bot.domain.role import BOTH_ROLES, Role, Seniority
from bot.domain.settings_history import BandChange

NAME = "pay_bands"


@dataclass(frozen=True, slots=True)
class BandKey:
    """Whose pay."""

    role: Role
    seniority: Seniority


@dataclass(frozen=True, slots=True)
class BandRef:
    role: Role
    seniority: Seniority
    seen: str
    """The mark of the band that the form showed."""


PAY_BANDS = Action("pay_bands.list", carries=Nothing)
CHANGE = Action("pay_bands.change", carries=BandKey)
REMOVE = Action("pay_bands.remove", carries=Nothing)
BAND = Modal("pay_bands.band", carries=BandRef)

AMOUNT = "120,000 or 120k"


def pay_bands(bands: Sequence[PayBand], today: date) -> kit.View:
    """Both roles at every level, so that what is missing is seen as well."""
    return kit.window(
        NAME,
        Nothing(),
        title="Pay bands",
        blocks=[
            kit.context(
                "What you pay a year. Everybody here but guests reads it in the guide and "
                "behind “Show working”, before all other figures."
            ),
            *(block for role in BOTH_ROLES for block in _of(role, bands, today)),
        ],
    )


def band_form(key: BandKey, bands: Sequence[PayBand], today: date) -> kit.View:
    """`bands`: all there are. `today` is where the admin is."""
    band = _find(bands, key)
    return _form(
        BandRef(key.role, key.seniority, mark_of(band)),
        band,
        like=_like(bands, key.role),
        today=today,
        foot=[_removal(key)] if band else [],
    )


def band_form_again(wanted: PayBand, latest: BandChange, today: date) -> kit.View:
    """With all that was typed: another admin has changed the band meanwhile."""
    return _form(
        BandRef(wanted.role, wanted.seniority, mark_of(latest.became)),
        wanted,
        like=None,
        today=today,
        head=[kit.rich(kit.line(*_now(latest), " Save puts yours in its place."))],
    )


def removed(key: BandRef) -> str:
    return f"The band of a {_whose(key)} is removed. What it was stands under Changes."


def overtaken(latest: BandChange) -> kit.View:
    """In place of the form, whose figures are no longer so."""
    return kit.window(
        NAME,
        Nothing(),
        title="Not removed",
        blocks=[kit.rich(kit.line(*_now(latest), " Look at it again before you remove it."))],
    )


def _of(role: Role, bands: Sequence[PayBand], today: date) -> Iterator[kit.Block]:
    yield kit.header(role.label)
    for seniority in Seniority:
        key = BandKey(role, seniority)
        band = _find(bands, key)
        press = kit.button(
            CHANGE,
            "Change" if band else "Add",
            key,
            label=f"{'Change' if band else 'Add'}: {_whose(key)}",
        )
        yield kit.entry(f"{LEVELS[seniority]}: {_said(band, today)}", accessory=press)


def _said(band: PayBand | None, today: date) -> str:
    if band is None:
        return "none"
    old = f" · {OLD}" if is_old(band.as_of, today) else ""
    return f"{pays(band)}\n{approved(band)}{old}"


def _form(
    ref: BandRef,
    band: PayBand | None,
    *,
    like: PayBand | None,
    today: date,
    head: Sequence[kit.Block] = (),
    foot: Sequence[kit.Block] = (),
) -> kit.View:
    shown = band or like
    return kit.modal(
        BAND,
        ref,
        title="Pay band",
        submit="Save",
        close="Back",
        blocks=[
            kit.header(f"{LEVELS[ref.seniority]} {ref.role.label}"),
            *head,
            inputs.text_input(
                BandField.LOW,
                "Lowest, a year",
                value=f"{band.low:,}" if band else None,
                max_length=LONGEST,
                placeholder=AMOUNT,
            ),
            inputs.text_input(
                BandField.HIGH,
                "Highest, a year",
                value=f"{band.high:,}" if band else None,
                max_length=LONGEST,
                placeholder=AMOUNT,
            ),
            inputs.text_input(
                BandField.CURRENCY,
                "Currency",
                value=shown.currency if shown else None,
                max_length=LONGEST,
                placeholder="EUR",
                hint="Its three letters. Nothing is converted.",
            ),
            inputs.text_input(
                BandField.REGION,
                "Where it holds",
                value=shown.region if shown else None,
                max_length=REGION_LIMIT,
                optional=True,
                placeholder="A country, a state, remote",
            ),
            inputs.text_input(
                BandField.APPROVED_BY,
                "Approved by",
                value=band.approved_by if band else None,
                max_length=APPROVED_BY_LIMIT,
                placeholder="People team",
            ),
            inputs.day(
                BandField.AS_OF,
                "Since",
                chosen=band.as_of if band else today,
                hint=f"Shown with the band, which is called old after {OLDEST.days} days.",
            ),
            *foot,
        ],
    )


def _removal(key: BandKey) -> kit.Block:
    sure = kit.confirm(
        "Remove this band?",
        f"What a {_whose(key)} is paid here is shown no more. Other figures stay.",
        yes="Remove",
        no="Keep",
    )
    return kit.actions(kit.button(REMOVE, "Remove", style="danger", confirm=sure))


def _now(latest: BandChange) -> list[kit.Part]:
    by: list[kit.Part] = ["Meanwhile ", kit.mention(latest.by)]
    if latest.became is None:
        return [*by, " has removed it."]
    return [*by, " has set it to ", kit.bold(in_full(latest.became)), "."]


def _whose(key: BandKey | BandRef) -> str:
    return f"{LEVELS[key.seniority].lower()} {key.role.label}"


def _find(bands: Sequence[PayBand], key: BandKey) -> PayBand | None:
    return next(
        (one for one in bands if (one.role, one.seniority) == (key.role, key.seniority)), None
    )


def _like(bands: Sequence[PayBand], role: Role) -> PayBand | None:
    """One whose currency and place a new band of `role` most likely shares."""
    return next((one for one in bands if one.role is role), bands[0] if bands else None)
