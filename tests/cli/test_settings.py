"""`admittance settings`."""

from admittance.config import TABLE, settings_page
from tests.command import admittance


def test_every_setting_is_listed() -> None:
    """Each setting stands there with its variable and what it is for."""
    said = admittance("settings").stdout
    assert all(setting.variable in said and setting.about in said for setting in TABLE)


def test_as_markdown() -> None:
    """`--markdown` is the page of the documentation."""
    assert admittance("settings", "--markdown").stdout == settings_page()


def test_values_of_the_environment_are_not_shown() -> None:
    """It lists defaults: a secret that is set in the environment is not printed."""
    done = admittance("settings", env={"ADMITTANCE_CAPTCHA_SECRET_KEY": "hunter22"})
    assert "hunter22" not in done.stdout + done.stderr
