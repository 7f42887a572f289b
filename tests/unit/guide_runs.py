"""The guide's own words, six in a row, as hashes: the text is somebody else's, and not kept here.

Made anew by `python -m tests.unit.guide_runs <the guide as text>`.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 6
"""Words in a row that only a copy would share. Five or fewer are also terms of the field."""

ROLES = {"machine learning engineer": "engineer", "data scientist": "scientist"}
"""Each counts as one word: whoever names them copies nothing. Tools and figures do not count."""

TOOLS = (
    "aws", "azure", "docker", "fastapi", "flask", "gcp", "github", "grafana", "jupyter",
    "kubernetes", "learn", "looker", "notebook", "pandas", "prometheus", "python", "sagemaker",
    "scikit", "sql", "tableau",
)  # fmt: skip

FILE = Path(__file__).with_suffix(".txt")
A_LINE = 10


def runs(text: str) -> Iterator[str]:
    """Each run of words, as a short hash."""
    plain = " ".join(re.findall(r"[a-z]+", re.sub("['’]", "", text.lower())))
    for role, word in ROLES.items():
        plain = plain.replace(role, word)
    words = [word for word in plain.split() if word not in TOOLS]
    for at in range(len(words) - RUN + 1):
        run = " ".join(words[at : at + RUN])
        yield hashlib.blake2b(run.encode(), digest_size=5).hexdigest()


def of_the_guide() -> frozenset[str]:
    return frozenset(FILE.read_text(encoding="utf-8").split())


def write(guide: Path) -> None:
    found = sorted(set(runs(guide.read_text(encoding="utf-8"))))
    lines = (" ".join(found[at : at + A_LINE]) for at in range(0, len(found), A_LINE))
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
