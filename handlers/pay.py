"""What somebody may read of pay."""

from blocks.pay import Known
from bot.services.pay_bands import PayBands
from bot.slack.directory import Directory
from bot.slack.payloads import Acted


async def known_to(acted: Acted, bands: PayBands, directory: Directory) -> Known:
    """The workspace's own bands are for its members: a guest reads the rest."""
    found = await bands.of()
    if found:
        somebody = await directory.somebody(acted.person)
        if somebody is None or somebody.is_guest:
            found = ()
    return Known(bands.today, found)
