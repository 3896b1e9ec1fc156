"""Settings: read whole or not at all."""

from pathlib import Path

import pytest

from admittance.config import TABLE, BadSetting, Settings, read_settings, settings_page


def test_every_setting_stands_in_the_table() -> None:
    """A setting that nobody can find does not exist."""
    assert {setting.field for setting in TABLE} == set(Settings.__struct_fields__)


def test_the_page_is_the_table() -> None:
    """docs/settings.md says what the code does."""
    assert Path("docs/settings.md").read_text() == settings_page()


def test_options_win_over_variables_and_variables_over_defaults() -> None:
    """The command line decides, then the environment, then the default."""
    environment = {"ADMITTANCE_PORT": "9000", "ADMITTANCE_CAPTCHA": "off"}
    settings = read_settings(environment, port=9001)
    assert isinstance(settings, Settings)
    assert (settings.port, settings.captcha, settings.base_url) == (9001, "off", "http://127.0.0.1:9001")


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"ADMITTANCE_PORT": "many"}, "ADMITTANCE_PORT"),
        ({"ADMITTANCE_CAPTCHA": "letters"}, "ADMITTANCE_CAPTCHA"),
        ({"ADMITTANCE_CAPTCHA": "letters"}, "choose one of altcha, recaptcha, hcaptcha, turnstile, off"),
        ({"ADMITTANCE_CAPTCHA": "hcaptcha"}, "ADMITTANCE_CAPTCHA_SITE_KEY"),
        ({"ADMITTANCE_SMTP_URL": "smtp://mail"}, "ADMITTANCE_MAIL_FROM"),
        ({"ADMITTANCE_DEFAULT_LANGUAGE": "fi"}, "ADMITTANCE_DEFAULT_LANGUAGE"),
        ({"ADMITTANCE_BASE_URL": "connect.example/"}, "ADMITTANCE_BASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(environment: dict[str, str], named: str) -> None:
    """Half-configured refuses to start, and says which variable."""
    problem = read_settings(environment)
    assert isinstance(problem, BadSetting)
    assert named in problem.message


def test_a_secret_setting_is_never_quoted() -> None:
    """The message names the variable, not its value."""
    problem = read_settings({}, captcha_secret_key=["hush"])
    assert isinstance(problem, BadSetting)
    assert "hush" not in problem.message
