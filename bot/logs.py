"""Log lines: one a line, structured, under the reference that a person can quote.

What is logged is named where it is logged; tokens and what people typed are never named.
"""

import json
import logging
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

_reference: ContextVar[str | None] = ContextVar("reference", default=None)

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def begin() -> str:
    """Give what runs from here on, and every task it starts, a reference of its own."""
    reference = secrets.token_hex(4)
    _reference.set(reference)
    return reference


def reference() -> str:
    """The reference of what runs now; a new one where nothing began."""
    return _reference.get() or begin()


def configure(level: str, layout: str) -> None:
    """Send all logging to standard error, as `text` or `json`; `level` is that of our own lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if layout == "json" else TextLines())
    # Libraries tell whole requests, SQL and its values at DEBUG: nobody's level lets them.
    quiet = max(logging.WARNING, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=quiet, handlers=[handler], force=True)
    logging.getLogger("hire-ml").setLevel(level)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    extra = {key: value for key, value in record.__dict__.items() if key not in STANDARD}
    ref = _reference.get()
    return {**({"ref": ref} if ref else {}), **extra}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        facts = " ".join(f"{key}={value}" for key, value in _facts(record).items())
        line = f"{at} {record.levelname.lower():<7} {record.getMessage()} {facts}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line
