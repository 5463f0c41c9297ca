"""Brokers for a command: what may go wrong with them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from warning import settings
from warning.cli.screen.tables import stderr
from warning.cli.secrets import tell_exposed, unusable
from warning.cli.stop import UNREADABLE, USAGE, Stop
from warning.cli.streams.brokers import WrongSetting, broker_of
from warning.streams.administration import Admin
from warning.streams.clients import FAULTS, refused
from warning.streams.places import Broker
from warning.streams.reaching import Unreachable
from warning.wording.phrases import say
from warning.wording.phrases.security import KAFKA_ERRORS, KAFKA_WHY, SETTINGS
from warning.wording.text import Lang


def broker_for(servers: str | None, lang: Lang) -> Broker:
    """The brokers a command means; what is not safe about the settings is said.

    Raises:
        Stop: the settings do not go together, or a file cannot be used.
    """
    try:
        broker = broker_of(servers)
    except WrongSetting as wrong:
        why = SETTINGS[wrong.why].say(lang).format(**wrong.values)
        raise Stop(USAGE, say("setting_wrong", lang, setting=wrong.setting, why=why)) from None
    except settings.Unusable as wrong:
        raise unusable(wrong, lang) from None
    tell_exposed(lang, settings.KAFKA_PASSWORD_FILE, settings.KAFKA_KEY_FILE)
    if broker.security.named and not broker.security.encrypted:
        stderr().print(say("kafka_in_the_clear", lang), style="yellow")
    return broker


def kafka_why(code: str, broker: Broker, lang: Lang) -> str:
    """Why brokers cannot be used, in words where we have them."""
    text = KAFKA_WHY.get(code) or KAFKA_ERRORS.get(code)
    if text is None:
        return code
    return text.say(lang).format(user=broker.security.user, path=settings.given(settings.KAFKA_PASSWORD_FILE))


@contextmanager
def asking(broker: Broker, lang: Lang) -> Iterator[None]:
    """What goes wrong with brokers, told in words.

    Raises:
        Stop: in place of everything that a client raises.
    """
    try:
        yield
    except Unreachable as failed:
        code = failed.error if failed.why == "away" else failed.why
        key = "kafka_failed" if failed.why == "away" else "kafka_refused"
        raise Stop(UNREADABLE, say(key, lang, brokers=broker.servers, why=kafka_why(code, broker, lang))) from None
    except FAULTS as failed:
        key, name = "kafka_declined" if refused(failed) else "kafka_failed", type(failed).__name__
        raise Stop(UNREADABLE, say(key, lang, brokers=broker.servers, why=kafka_why(name, broker, lang))) from None


@contextmanager
def administrator(broker: Broker, lang: Lang) -> Iterator[Admin]:
    """Administration of brokers.

    Raises:
        Stop: they are away, or refuse.
    """
    with asking(broker, lang):
        admin = Admin(broker)
        try:
            yield admin
        finally:
            admin.close()
