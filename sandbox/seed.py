"""The company that is there when nobody says otherwise."""

from sandbox.manifest import Manifest
from sandbox.values import App, Channel, Person, Team

TEAM = Team(id="T0ACME0001", name="Acme", domain="acme", icon="A")

BOT_USER = "U0APPBOT01"
BOT_ID = "B0APPBOT01"
APP_ID = "A0SAMPLE01"

ANA, SAM, LI, PRIYA = "U0ANARUIZ1", "U0SAMCOLE1", "U0LIWEI001", "U0PRIYA001"
TOM, MIA, KENJI, ZOE = "U0TOMBAKER", "U0MIAKHAN1", "U0KENJI001", "U0ZOELEFT1"
STANDUP_BOT = "U0STANDUP1"

GENERAL, RANDOM, HIRING = "C0GENERAL1", "C0RANDOM01", "C0HIRINGML"
SEARCH_TEAM, OLD_PROJECTS = "C0TEAMSRCH", "C0OLDPROJ1"
EXECUTIVES, PARTNERS = "C0EXECHIRE", "C0PARTNERS"


def app(declared: Manifest) -> App:
    return App(
        id=APP_ID,
        name=declared.name,
        bot_user=BOT_USER,
        bot_id=BOT_ID,
        home_tab=declared.home_tab,
        messages_tab=declared.messages_tab,
        read_only=declared.read_only,
    )


def people(bot_name: str) -> list[Person]:
    madrid, berlin, kolkata = "Europe/Madrid", "Europe/Berlin", "Asia/Kolkata"
    new_york, california, tokyo = "America/New_York", "America/Los_Angeles", "Asia/Tokyo"
    return [
        Person(ANA, "ana", "Ana Ruiz", "Hiring manager", madrid, "#9f3a5f"),
        Person(SAM, "sam", "Sam Cole", "Recruiter", "Europe/London", "#2b6cb0"),
        Person(LI, "li", "Li Wei", "Machine learning engineer", berlin, "#2f7d5b"),
        Person(PRIYA, "priya", "Priya Natarajan", "Finance partner", kolkata, "#a1580b"),
        Person(TOM, "tom", "Tom Baker", "CTO", new_york, "#5a4fcf", is_admin=True, is_owner=True),
        Person(MIA, "mia", "Mia Khan", "Product lead", california, "#b83280"),
        Person(KENJI, "kenji", "Kenji Mori", "Data scientist", tokyo, "#00707d"),
        Person(ZOE, "zoe", "Zoe Left", "Recruiter, left in May", berlin, deleted=True),
        Person(STANDUP_BOT, "standup", "Standup Bot", is_bot=True),
        Person(BOT_USER, bot_name, bot_name, is_bot=True, is_app=True, colour="#1d3557"),
    ]


def channels() -> list[Channel]:
    team = (ANA, SAM, LI, PRIYA, TOM, MIA, KENJI)
    return [
        Channel(
            GENERAL,
            "general",
            members=(*team, STANDUP_BOT, BOT_USER),
            topic="Everybody",
            general=True,
        ),
        Channel(
            HIRING,
            "hiring-ml",
            members=(ANA, SAM, LI, TOM, MIA, BOT_USER),
            topic="Who we need, and how far we are",
        ),
        Channel(SEARCH_TEAM, "team-search", members=(ANA, LI, KENJI, BOT_USER)),
        Channel(RANDOM, "random", members=team, topic="Anything else"),
        Channel(OLD_PROJECTS, "old-projects", members=(ANA, TOM, BOT_USER), archived=True),
        Channel(EXECUTIVES, "exec-hiring", "private", members=(ANA, SAM, TOM, BOT_USER)),
        Channel(
            PARTNERS,
            "partners",
            members=(ANA, SAM, MIA, BOT_USER),
            topic="Shared with Globex",
            external=True,
        ),
    ]
