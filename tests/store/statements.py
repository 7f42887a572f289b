"""The statements that reach the database, as the house rules look at them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from bot.store.tables import metadata

_TABLES = "|".join(metadata.tables)


@dataclass
class Executed:
    """Statements as they were sent, each with the last parameters it came with."""

    bound: dict[str, Any] = field(default_factory=dict)
    of_all_workspaces: dict[str, Any] = field(default_factory=dict)
    """Those marked as bound to no workspace."""
    count: int = 0
    """How many were sent, but for what begins and ends a transaction."""


@contextmanager
def noted() -> Iterator[Executed]:
    executed = Executed()

    def note(
        _connection: Any, _cursor: Any, statement: str, given: Any, context: Any, many: bool
    ) -> None:
        marked = context is not None and context.execution_options.get("all_workspaces")
        kept = executed.of_all_workspaces if marked else executed.bound
        kept[statement] = given[0] if many else given
        executed.count += not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SET", "PRAGMA"))

    event.listen(Engine, "before_cursor_execute", note)
    yield executed
    event.remove(Engine, "before_cursor_execute", note)


def forgets_workspace(statement: str) -> bool:
    """Whether a statement reads or writes one of our tables without naming the workspace."""
    if into := re.match(rf"INSERT INTO ({_TABLES}) \(([^)]*)\)", statement):
        return "workspace_id" not in into[2]
    if not statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
        return False
    touched = re.findall(rf"(?:FROM|JOIN|UPDATE|,)\s+({_TABLES})\b(?!\.)", statement)
    return any(f"{table}.workspace_id = " not in statement for table in touched)
