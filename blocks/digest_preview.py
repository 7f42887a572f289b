"""A channel's digest as it would be now, for one reader alone."""

from blocks import kit
from blocks.digest import quiet, shown
from blocks.digest_figures import medians
from blocks.digest_rows import Names
from blocks.ids import Nothing
from bot.domain.digest import Choices, QuietWeek
from bot.domain.digest_contents import MOST_ENTRIES, Digest
from bot.domain.identity import ChannelId


def preview(
    channel: ChannelId, choices: Choices, digest: Digest, names: Names, due: str
) -> kit.View:
    """Seen by its reader alone. A window takes no charts: their figures stand in words."""
    more = 0 if digest.is_quiet else len(digest.entries) - MOST_ENTRIES
    goes_on = f"{more} more in its thread" if more > 0 else ""
    return kit.window(
        "digest.previewed",
        Nothing(),
        title="Preview",
        blocks=[
            kit.context(f"Only you see this. <#{channel}> gets it {due}, as things are then."),
            kit.divider(),
            *(
                _quiet_week(choices, digest)
                if digest.is_quiet
                else shown(digest.first(MOST_ENTRIES), names)
            ),
            *([kit.context(goes_on)] if goes_on else []),
            *([medians(digest.figures)] if digest.figures and not digest.is_quiet else []),
        ],
    )


def _quiet_week(choices: Choices, digest: Digest) -> list[kit.Block]:
    if choices.quiet is QuietWeek.ONE_LINE:
        return quiet(digest).blocks
    return [kit.section("A quiet week: nothing is sent.")]
