"""The guide's decision matrix, for messages: as a native table, and as text."""

from blocks import kit
from bot.guide.values import Guide, StageRow

HEAD = ("The project is at", "A Data Scientist would", "An ML Engineer would")


def table(guide: Guide, here: str | None = None) -> kit.Block:
    """The row of the stage `here` stands out."""
    return kit.table(
        [
            [kit.line(kit.bold(cell)) for cell in HEAD],
            *(
                [_cell(text, marked=stage == here) for text in _row(row)]
                for stage, row in guide.matrix.stages.items()
            ),
        ]
    )


def as_text(guide: Guide) -> list[kit.Block]:
    return [
        kit.rich(
            kit.line(kit.bold(row.title)),
            kit.bullets(
                [f"{HEAD[1]}: {row.data_scientist}"],
                [f"{HEAD[2]}: {row.ml_engineer}"],
            ),
        )
        for row in guide.matrix.stages.values()
    ]


def _cell(text: str, *, marked: bool) -> kit.Element:
    return kit.line(kit.bold(text) if marked else text)


def _row(row: StageRow) -> tuple[str, str, str]:
    return row.title, row.data_scientist, row.ml_engineer
