"""What people typed, as something that can be kept and measured."""


def storable(text: str) -> str:
    """`text` without what a database refuses: NULs, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def unescaped(text: str) -> str:
    """`text` as it was typed, whether Slack escaped it on its way or not: it does not say which."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def units(text: str) -> int:
    """Length in UTF-16 units, the larger of the two ways in which Slack might count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
