"""The environment, read once and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///hire-ml.db"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("text", "json")


class WrongSetting(Exception):  # noqa: N818 -- read as a sentence
    """A setting that is missing or wrong; the message names it and says what it should be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process was told. Tokens are kept out of its repr, and so out of every log."""

    bot_token: str = field(repr=False)
    signing_secret: str | None = field(repr=False)
    app_token: str | None = field(repr=False)
    api_url: str = SLACK_API_URL
    database_url: str = field(default=DATABASE_URL, repr=False)
    host: str = "0.0.0.0"  # noqa: S104 -- a server in a container is reached from outside it
    port: int = 3000
    base_url: str | None = None
    booking_url: str | None = None
    log_level: str = "INFO"
    log_format: str = "text"


NAMES = {
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
    "DATABASE_URL",
    "HOST",
    "PORT",
    "BASE_URL",
    "BOOKING_URL",
    "LOG_LEVEL",
    "LOG_FORMAT",
}


def environment(real: Mapping[str, str], dotenv: Path = Path(".env")) -> dict[str, str]:
    """The settings' variables: the real environment over `.env`, empty ones left out."""
    written = {key: value or "" for key, value in dotenv_values(dotenv).items()}
    return {key: value for key, value in {**written, **real}.items() if key in NAMES and value}


def for_http(given: Mapping[str, str]) -> Settings:
    """Raises `WrongSetting`."""
    _needed(given, "SLACK_BOT_TOKEN", "xoxb-")
    if not given.get("SLACK_SIGNING_SECRET"):
        raise WrongSetting(
            "SLACK_SIGNING_SECRET is missing: copy it from the app's Basic Information page."
        )
    return _settings(given)


def for_socket_mode(given: Mapping[str, str]) -> Settings:
    """Raises `WrongSetting`."""
    _needed(given, "SLACK_BOT_TOKEN", "xoxb-")
    _needed(given, "SLACK_APP_TOKEN", "xapp-")
    return _settings(given)


def for_sending(given: Mapping[str, str]) -> Settings:
    """For a command that only sends. Raises `WrongSetting`."""
    _needed(given, "SLACK_BOT_TOKEN", "xoxb-")
    return _settings(given)


def database_url(given: Mapping[str, str]) -> str:
    return given.get("DATABASE_URL", DATABASE_URL)


def base_url(given: Mapping[str, str]) -> str | None:
    """Raises `WrongSetting`."""
    return public_address(given["BASE_URL"], "BASE_URL") if "BASE_URL" in given else None


def public_address(address: str, name: str) -> str:
    """Where Slack can reach us; `name` is what people call it. Raises `WrongSetting`."""
    if not address.startswith("https://"):
        raise WrongSetting(f"{name} must begin with https://, or Slack does not send there.")
    return _address({name: address}, name)


def port(given: Mapping[str, str]) -> int:
    """Raises `WrongSetting`."""
    text = given.get("PORT", "3000")
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 -- the largest port
        raise WrongSetting(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def _settings(given: Mapping[str, str]) -> Settings:
    return Settings(
        bot_token=given["SLACK_BOT_TOKEN"],
        signing_secret=given.get("SLACK_SIGNING_SECRET"),
        app_token=given.get("SLACK_APP_TOKEN"),
        api_url=_address(given, "SLACK_API_URL") if "SLACK_API_URL" in given else SLACK_API_URL,
        database_url=database_url(given),
        host=given.get("HOST", "0.0.0.0"),  # noqa: S104 -- see Settings.host
        port=port(given),
        base_url=base_url(given),
        booking_url=_page(given, "BOOKING_URL"),
        log_level=_one_of(given, "LOG_LEVEL", LEVELS, "INFO"),
        log_format=_one_of(given, "LOG_FORMAT", FORMATS, "text"),
    )


def _needed(given: Mapping[str, str], name: str, prefix: str) -> None:
    value = given.get(name)
    if not value:
        raise WrongSetting(f"{name} is missing: set it in the environment or in .env ({prefix}…).")
    if not value.startswith(prefix):
        raise WrongSetting(f"{name} does not look right: it should begin with {prefix}")


def _page(given: Mapping[str, str], name: str) -> str | None:
    """A page for people to open: nothing is appended to it, so it stays as it was written."""
    if name not in given:
        return None
    _address(given, name)
    return given[name]


def _address(given: Mapping[str, str], name: str) -> str:
    address = urlsplit(given[name])
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise WrongSetting(f"{name} is no web address: it should begin with https://")
    return given[name].rstrip("/") + "/"


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...], usual: str) -> str:
    value = given.get(name, usual)
    if value not in choices:
        raise WrongSetting(f"{name} is {value!r}: it must be one of {', '.join(choices)}.")
    return value
