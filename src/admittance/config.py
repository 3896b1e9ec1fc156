"""Settings: one declared table, read from `ADMITTANCE_*` variables and the command line's options."""

import os
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.core.webhooks.addresses import BadNetwork, Network, read_networks


class CaptchaKind(StrEnum):
    """How the consent page is kept from robots."""

    ALTCHA = "altcha"
    RECAPTCHA = "recaptcha"
    HCAPTCHA = "hcaptcha"
    TURNSTILE = "turnstile"
    OFF = "off"


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting with its default. `docs/settings.md` is generated from `TABLE`."""

    base_url: str = ""
    data_dir: str = "var"
    host: str = "127.0.0.1"
    port: int = 8400
    product_name: str = "Admittance"
    catalogue: str = ""
    captcha: CaptchaKind = CaptchaKind.ALTCHA
    captcha_site_key: str = ""
    captcha_secret_key: str = ""
    default_language: str = "en"
    operator_name: str = ""
    operator_email: str = ""
    help_url: str = ""
    change_plans: bool = False
    smtp_url: str = ""
    mail_from: str = ""
    max_header_bytes: int = 32 * 1024
    max_body_bytes: int = 1024 * 1024
    max_upload_bytes: int = 256 * 1024 * 1024
    max_parameters: int = 64
    max_connections: int = 512
    calls_per_10_s: int = 110
    searches_per_s: int = 5
    invitations_per_day: int = 100
    slow_client_s: int = 20
    trusted_proxies: str = ""
    argon2_at_once: int = 2
    webhook_networks: str = ""
    log_level: str = "info"

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        """What webhooks may reach besides public addresses. Nothing of it where it can't be read: see `_whole`."""
        networks = read_networks(self.webhook_networks)
        return () if isinstance(networks, BadNetwork) else networks


class Setting(Struct, frozen=True):
    """One row of the table: the field, and what it is for in one sentence."""

    field: str
    about: str
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"ADMITTANCE_{self.field.upper()}"


TABLE = (
    Setting(
        "base_url", "The address people and apps reach the server at: links and the issuer. Empty: http://host:port."
    ),
    Setting("data_dir", "Where the database and the keys live."),
    Setting("host", "The address to listen on."),
    Setting("port", "The port to listen on."),
    Setting("product_name", "The product's name as it stands in the fourth heading."),
    Setting("catalogue", "Path of the catalogue file; empty for the one that comes with Admittance."),
    Setting("captcha", "altcha, recaptcha, hcaptcha, turnstile or off."),
    Setting("captcha_site_key", "Site key for recaptcha, hcaptcha or turnstile."),
    Setting("captcha_secret_key", "Secret key for recaptcha, hcaptcha or turnstile.", secret=True),
    Setting("default_language", "Language for people whose preference is unknown: en or sv."),
    Setting("operator_name", "Whoever runs the server, as refusals name them."),
    Setting("operator_email", "Where people reach whoever runs the server."),
    Setting("help_url", "Where people get help from a person: https://… or mailto:…; empty takes operator_email."),
    Setting(
        "change_plans", "Whether an account's plan is changed on its page, at once and without a bill: true or false."
    ),
    Setting("smtp_url", "smtp://user:password@host:port or smtps://…; empty sends no mail.", secret=True),
    Setting("mail_from", "Sender address of mail."),
    Setting("max_header_bytes", "Largest request head, in bytes."),
    Setting("max_body_bytes", "Largest request body, in bytes."),
    Setting("max_upload_bytes", "Largest CSV file that people may import, in bytes."),
    Setting("max_parameters", "Most parameters in a query or form."),
    Setting("max_connections", "Most connections at once."),
    Setting("calls_per_10_s", "Most API calls of one app in one account in any ten seconds; 0 for no limit."),
    Setting("searches_per_s", "Most API searches of one app in one account in any second; 0 for no limit."),
    Setting("invitations_per_day", "Most people that one account may invite in a day (UTC); 0 for no limit."),
    Setting("slow_client_s", "Seconds a client may take to send a request."),
    Setting("trusted_proxies", "Addresses, separated by commas, of proxies whose X-Forwarded-For is believed."),
    Setting("argon2_at_once", "How many password checks run at once."),
    Setting(
        "webhook_networks",
        "Networks, separated by commas, that webhooks may reach besides public addresses (10.1.0.0/16, 127.0.0.1);"
        " to loopback then also over http.",
    ),
    Setting("log_level", "debug, info, warning or error."),
)


class BadSetting(Struct, frozen=True):
    """A setting that cannot be used. `message` names the variable and never its value if it is secret."""

    message: str


def read_settings(environment: Mapping[str, str] = os.environ, **chosen: object) -> Settings | BadSetting:
    """Settings from the environment, overridden by `chosen` ones that are not None. Half-configured is refused."""
    raw: dict[str, object] = {}
    for setting in TABLE:
        if (value := environment.get(setting.variable)) not in (None, ""):
            raw[setting.field] = value
    raw.update({name: value for name, value in chosen.items() if value is not None})
    return _checked(raw)


def _checked(raw: Mapping[str, object]) -> Settings | BadSetting:
    import msgspec

    for setting in TABLE:
        if setting.field not in raw:
            continue
        try:
            msgspec.convert({setting.field: raw[setting.field]}, Settings, strict=False)
        except msgspec.ValidationError as problem:
            shown = "" if setting.secret else f" (it is {raw[setting.field]!r})"
            return BadSetting(f"{setting.variable} can't be used{shown}: {_why_not(setting.field, problem)}")
    settings = msgspec.convert(dict(raw), Settings, strict=False)
    if not settings.base_url:
        settings = msgspec.structs.replace(settings, base_url=own_address(settings.host, settings.port))
    return _whole(settings)


def _why_not(field: str, problem: Exception) -> str:
    from typing import get_type_hints

    kind = get_type_hints(Settings)[field]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"choose one of {', '.join(kind)}"
    return str(problem).split(" - ")[0]


def own_address(host: str, port: int) -> str:
    """Where the server is without a proxy in front of it. IPv6 stands in brackets (RFC 3986 section 3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _whole(settings: Settings) -> Settings | BadSetting:
    hosted = settings.captcha in (CaptchaKind.RECAPTCHA, CaptchaKind.HCAPTCHA, CaptchaKind.TURNSTILE)
    if hosted and not (settings.captcha_site_key and settings.captcha_secret_key):
        return BadSetting(
            f"ADMITTANCE_CAPTCHA={settings.captcha} needs ADMITTANCE_CAPTCHA_SITE_KEY and _SECRET_KEY too"
        )
    if bool(settings.smtp_url) != bool(settings.mail_from):
        return BadSetting("ADMITTANCE_SMTP_URL and ADMITTANCE_MAIL_FROM are set together or not at all")
    if settings.help_url and not settings.help_url.startswith(("http://", "https://", "mailto:")):
        return BadSetting("ADMITTANCE_HELP_URL starts with https://, http:// or mailto:")
    if isinstance(networks := read_networks(settings.webhook_networks), BadNetwork):
        return BadSetting(f"ADMITTANCE_WEBHOOK_NETWORKS: {networks.text!r} is no network such as 10.1.0.0/16 or ::1")
    if settings.default_language not in ("en", "sv"):
        return BadSetting("ADMITTANCE_DEFAULT_LANGUAGE is en or sv")
    if not settings.base_url.startswith(("http://", "https://")) or settings.base_url.endswith("/"):
        return BadSetting("ADMITTANCE_BASE_URL starts with http:// or https:// and ends without a slash")
    return settings


def settings_page() -> str:
    """`docs/settings.md`, generated from the table."""
    defaults = Settings()
    rows = [
        f"| `{setting.variable}` | `{getattr(defaults, setting.field)!s}` | {setting.about} |".replace("| `` |", "| |")
        for setting in TABLE
    ]
    head = [
        "# Settings",
        "",
        "Read from the environment when the server starts. Generated by `make docs`; a test keeps it true.",
        "",
    ]
    return "\n".join([*head, "| variable | default | what it is for |", "|---|---|---|", *rows, ""])
