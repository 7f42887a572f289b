"""When each Retry-After was written down, as PostgreSQL itself has seen it."""

from dataclasses import dataclass

import asyncpg

WATCHED = """
CREATE TABLE pauses_seen (method text, channel text, until double precision, at double precision);
CREATE FUNCTION saw_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held_ms > (CASE TG_OP WHEN 'UPDATE' THEN OLD.held_ms ELSE 0 END) THEN
        INSERT INTO pauses_seen VALUES (
            NEW.method, NEW.channel_id, NEW.held_ms / 1000.0, extract(epoch FROM clock_timestamp())
        );
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER saw_pause AFTER INSERT OR UPDATE ON paces FOR EACH ROW EXECUTE FUNCTION saw_pause();
"""


@dataclass(frozen=True, slots=True)
class Pause:
    """`at` is real time, `until` by the clock of whoever wrote it down."""

    method: str
    channel: str
    until: float
    at: float


async def watched(url: str) -> None:
    """From now on, in this database."""
    connection = await asyncpg.connect(url)
    await connection.execute(WATCHED)
    await connection.close()


async def seen(url: str) -> list[Pause]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT method, channel, until, at FROM pauses_seen")
    await connection.close()
    return [Pause(*row) for row in rows]
