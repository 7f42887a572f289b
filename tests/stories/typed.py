"""What people type, in every place where they type."""

from dataclasses import dataclass

from hypothesis import strategies as st

from bot.slack.payloads import Fields

CHOSEN = {
    "one letter": "x",
    "many letters": "Why do they leave? " * 157,
    "one endless word": "a" * 3000,
    "right to left": "لماذا يغادر العملاء؟ למה הלקוחות עוזבים?",
    "Chinese, Japanese, Korean": "客户为什么离开？なぜ去るのか。왜 떠나는가?",
    "combining marks": "Z̷̢͖̹̀ä̶́͜l̵͇̈́ǧ̸̱ǫ̷̈́ क्षत्रिय é",
    "emoji": "👩🏽‍🔬 🏳️‍🌈 🇪🇸 🧪",
    "direction overrides": "\u202egnirih\u202c \u2066x\u2069",
    "control characters": "a\0b\x07c\x1bd\x7fe",
    "a call for everybody": "<!channel> <!here> <!everyone>",
    "mentions": "<@U0SAMCOLE1> <#C0GENERAL1> @here @Sam #general",
    "links": "<http://example.com|click> https://example.com <mailto:a@b.c|x>",
    "marks": "*bold* _it_ ~no~ `code` ```more``` > quote",
    "an ampersand": "R&D",
    "angles": "a < b > c && d",
    "lines": "one\n\n  two\nthree",
    "a date": "<!date^1392734382^{date}|now>",
    "code that is not ours": '{"request":1,"step":"define_problem"}~1',
    "templates": "{{ 7 * 7 }} {0} %s ${x} <script>alert(1)</script>",
}
HALVES = ("\ud83d", "a\udc00b")
"""Of surrogate pairs: a database and JSON's readers refuse them."""


def repeated(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]


anything = (
    st.sampled_from([*CHOSEN.values(), *HALVES, " ", "\n\t ", "\0"])
    | st.text(st.characters(codec=None), max_size=300)
    | st.builds(repeated, st.sampled_from([*CHOSEN.values()]), st.sampled_from([1, 150, 3000]))
)


@dataclass(frozen=True)
class Typed:
    """What somebody types in each place where people type, on their way to a request and after."""

    problem: str
    title: str
    place: str
    link: str
    """Where the request is kept elsewhere."""
    reason: str
    """Why the advice is overruled."""
    why: str
    """What is said of a hold, or of the end of a request."""
    lack: str
    """What is said of a block."""
    note: str
    whom: str
    """Who fills an opening."""
    word: str
    """What comes after `/hire-ml`, and what is looked for."""
    name: str
    """What somebody calls themselves in Slack."""

    @property
    def fields(self) -> Fields:
        """As Slack reports it."""
        return Fields(
            {
                name: {name: {"type": "plain_text_input", "value": text}}
                for name, text in vars(self).items()
            }
        )

    @property
    def read(self) -> "Typed":
        """As the app reads it."""
        return Typed(**{name: self.fields.text(name) or "" for name in vars(self)})


PLAIN = Typed(**dict.fromkeys(Typed.__annotations__, "x") | {"link": "https://x.example"})

ROOM = {
    "title": 150,
    "place": 150,
    "link": 1000,
    "reason": 200,
    "lack": 500,
    "note": 1000,
    "whom": 100,
}
"""Characters that Slack's client lets in, where they are fewer than 3,000."""


@st.composite
def typed_texts(draw: st.DrawFn) -> Typed:
    """As long as Slack's client lets them be."""
    typed = {name: draw(anything)[: ROOM.get(name)] for name in vars(PLAIN)}
    address = draw(st.sampled_from(["", "https://", "https://jobs.example.com/"]))
    return Typed(**typed | {"link": f"{address}{typed['link']}"[: ROOM["link"]]})
