"""Times as people read them: relative under a day, otherwise the date; the exact time always goes with it."""

from datetime import UTC, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def machine_time(at: int) -> str:
    """`at` (ms) for `<time datetime>`: UTC to the second."""
    return datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def date(at: int, zone: str, t: NullTranslations) -> str:
    """ "21 Nov 2026", in the IANA time zone `zone`."""
    local = _local(at, zone)
    return f"{local.day} {_month(local.month, t)} {local.year}"


def exact(at: int, zone: str, t: NullTranslations) -> str:
    """ "21 Nov 2026, 18:04 UTC"."""
    local = _local(at, zone)
    parts = {"date": date(at, zone, t), "time": f"{local:%H:%M}", "zone": local.tzname() or ""}
    return (t.gettext("%(date)s, %(time)s %(zone)s") % parts).rstrip()


def relative(at: int, now: int, zone: str, t: NullTranslations) -> str:
    """ "just now", "5 minutes ago", "3 hours ago"; the date from a day on, and for a time still to come."""
    age = now - at
    if age < 0 or age >= DAY:
        return date(at, zone, t)
    if age < MINUTE:
        return t.gettext("just now")
    if age < HOUR:
        minutes = age // MINUTE
        return t.ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    hours = age // HOUR
    return t.ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}


def _local(at: int, zone: str) -> datetime:
    try:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.fromtimestamp(at / 1000, UTC)


def _month(month: int, t: NullTranslations) -> str:
    months = (
        t.pgettext("month", "Jan"),
        t.pgettext("month", "Feb"),
        t.pgettext("month", "Mar"),
        t.pgettext("month", "Apr"),
        t.pgettext("month", "May"),
        t.pgettext("month", "Jun"),
        t.pgettext("month", "Jul"),
        t.pgettext("month", "Aug"),
        t.pgettext("month", "Sep"),
        t.pgettext("month", "Oct"),
        t.pgettext("month", "Nov"),
        t.pgettext("month", "Dec"),
    )
    return months[month - 1]
