"""Dates as Greek newspapers, their pages and feeds write them → ISO 8601.

Own rules: of the 100 dates in ``tests/sources/test_dates.py`` dateparser understands 73, and it reads a date into 8 of
25 strings that are none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from pipeline.sources.datewords import AGO, DAYS_AGO, FILLERS, LABEL, MONTHS, NOW, ONES, UPDATED, WEEKDAYS, ZONES
from pipeline.text import fold, normalise

PRESS_TIME = ZoneInfo("Europe/Athens")
_FIRST, _LAST = 1800, 2100
_LONGEST = 150

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:t(?=\d)|(?!\d))")
_DAY_FIRST = re.compile(r"(?<![\d:])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?![\d:])")
_DAY_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:ησ?|st|nd|rd|th)?[\s.-]+(?:του\s+)?([^\W\d_]{3,})\.?"
    r"(?:[\s,.-]+(?:του\s+)?'?(\d{4}|\d{2})(?!\d|[:.]\d\d|\s*[πμ]\.?\s?μ))?"
)
_NAMED_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_SHORT = re.compile(r"(?<![\d:./])(\d{1,2})[./-](\d{1,2})(?![\d:./]\d|\d)(?!\s*[πμ]\.?\s?μ)")
_AGO = re.compile(r"(?:πριν(?:\s+απο)?\s+)(\d{1,3}|[^\W\d_]+)\s+([^\W\d_]+)\.?|(\d{1,3})\s+([^\W\d_]+)\.?\s+πριν")
_TIME = re.compile(
    r"(?<![\d:./])(?:(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,6})?)?|(\d{1,2})(?=\s*[πμap]\.?\s?[μm]\b))"
    r"(?!\d)\s*(?:([πμap])\.?\s?[μm]\b\.?)?"
)
_ZONE = re.compile(r"(?:\b(?:gmt|utc))?\s*([+-])(\d{2}):?(\d{2})\b|\b([a-z]{1,4})\b")
_WORD = re.compile(r"[^\W\d_]+")


def iso_date(given: str, at: str = "") -> str:
    """A date, or a moment in UTC, as ISO 8601 writes it; "" for what cannot be made out.

    Days come before months. A moment without a zone is Athens time, as the Greek press means it; midnight sharp is a
    date without a time.

    Args:
        given: what is written, with no more about it than «Δημοσίευση:» or a weekday.
        at: the moment it was read there, as ISO 8601. What counts from it («χθες», «Κυριακή 5/3») is only understood
            with it, in Athens time.

    >>> iso_date("22 Νοεμβρίου 2022"), iso_date("Τρίτη, 22/11/2022 - 14:05"), iso_date("χθες", "2023-03-10T12:00:00Z")
    ('2022-11-22', '2022-11-22T12:05:00Z', '2023-03-09')
    """
    if not given or len(given) > _LONGEST:
        return ""
    try:
        return _standard(given.strip()) or _written(given, _moment(at))
    except (ValueError, OverflowError):
        return ""


def utc(moment: datetime) -> str:
    """A moment as the tables write it: in UTC, to the second."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def _moment(at: str) -> datetime | None:
    """When a page was read, in Athens."""
    if not at:
        return None
    moment = datetime.fromisoformat(at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=PRESS_TIME)).astimezone(PRESS_TIME)


def _standard(given: str) -> str:
    """What ISO 8601 knows."""
    try:
        if len(given) <= len("2022-11-22"):
            return _checked(date.fromisoformat(given)).isoformat()
        return _shown(datetime.fromisoformat(given))
    except ValueError:
        return ""


def _shown(moment: datetime) -> str:
    _checked(moment.date())
    if moment.tzinfo is None:
        if moment.time() == time.min:
            return moment.date().isoformat()
        moment = moment.replace(tzinfo=PRESS_TIME)
    return utc(moment)


def _checked(day: date) -> date:
    if not _FIRST <= day.year <= _LAST:
        raise ValueError(f"no year of a newspaper: {day.year}")
    return day


def _written(given: str, at: datetime | None) -> str:
    """What a person wrote: a day, perhaps a time and a zone, and nothing else that means anything."""
    rest = _Rest(LABEL.sub("", UPDATED.sub("", fold(normalise(given).text)), count=1))
    passed = _ago(rest, at)
    if isinstance(passed, datetime):
        return "" if rest.meaningful() else utc(passed)
    day = passed or _full(rest) or (_counted(rest, at) if at else None)
    if day is None:
        return ""
    clock = _clock(rest)
    zone = _zone(rest) if clock is not None else None
    if rest.meaningful():
        return ""
    if clock is None:
        return _checked(day).isoformat()
    return _shown(datetime.combine(day, clock, zone))


@dataclass(slots=True)
class _Rest:
    """What is left to understand."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, which is cut out."""
        found = pattern.search(self.text)
        if found:
            self.cut(found)
        return found

    def cut(self, found: re.Match[str]) -> None:
        self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"

    def weekday(self) -> int | None:
        return next((WEEKDAYS[word] for word in _WORD.findall(self.text) if word in WEEKDAYS), None)

    def meaningful(self) -> bool:
        """Whether there are numbers, or words that are neither weekdays nor fillers."""
        words = _WORD.findall(self.text)
        return any(map(str.isdigit, self.text)) or any(w not in WEEKDAYS and w not in FILLERS for w in words)


def _full(rest: _Rest) -> date | None:
    """A day with its year."""
    if found := rest.take(_YEAR_FIRST):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := rest.take(_DAY_FIRST):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    for found in _DAY_NAMED.finditer(rest.text):
        if found[2] in MONTHS and found[3]:
            rest.cut(found)
            return date(_year(found[3]), MONTHS[found[2]], int(found[1]))
    for found in _NAMED_DAY.finditer(rest.text):
        if found[1] in MONTHS:
            rest.cut(found)
            return date(int(found[3]), MONTHS[found[1]], int(found[2]))
    return None


def _year(digits: str) -> int:
    """Two digits are a year of this century up to 68, as POSIX has it."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 69 else 1900)


def _counted(rest: _Rest, at: datetime) -> date | None:
    """A day that is known only from the moment: «χθες», «5/3», «Κυριακή»."""
    today = at.date()
    for word in _WORD.finditer(rest.text):
        if word[0] in DAYS_AGO:
            rest.cut(word)
            return today - timedelta(days=DAYS_AGO[word[0]])
    weekday = rest.weekday()
    named = next((m for m in _DAY_NAMED.finditer(rest.text) if m[2] in MONTHS), None)
    if named:
        rest.cut(named)
        return _latest(int(named[1]), MONTHS[named[2]], weekday, today)
    if found := rest.take(_SHORT):
        return _latest(int(found[1]), int(found[2]), weekday, today)
    return today - timedelta(days=(today.weekday() - weekday) % 7) if weekday is not None else None


def _latest(day: int, month: int, weekday: int | None, today: date) -> date | None:
    """The last such day, not after today, that falls on the weekday if one is given. All recur within 12 years."""
    for year in range(today.year, today.year - 13, -1):
        if day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today and weekday in (None, found.weekday()):
                return found
    return None


def _ago(rest: _Rest, at: datetime | None) -> datetime | date | None:
    """«πριν από 3 ώρες» is a moment, «πριν από 2 μέρες» a day."""
    if at is None:
        return None
    if rest.text.strip() in NOW:
        rest.text = ""
        return at
    for found in _AGO.finditer(rest.text):
        many, unit = found[1] or found[3], AGO.get(found[2] or found[4])
        number = int(many) if many.isdigit() else ONES.get(many)
        if unit is None or number is None:
            continue
        rest.cut(found)
        if unit in ("minutes", "hours"):
            # In UTC, for Athens' clock may have been changed since; midnight sharp is a day whose hour is not known.
            return at.astimezone(UTC) - timedelta(**{unit: number}) if at.time() != time.min else None
        if unit in ("days", "weeks"):
            return at.date() - timedelta(**{unit: number})
        months = at.year * 12 + at.month - 1 - number * (12 if unit == "years" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(at.day, monthrange(year, month)[1]))
    return None


def _clock(rest: _Rest) -> time | None:
    """«14:05», «14.05», «2:05 μ.μ.», «2 μ.μ.»; what is no time of day raises ``ValueError``."""
    found = rest.take(_TIME)
    if found is None:
        return None
    hour = int(found[1] or found[4])
    if found[5] and hour <= 12:
        hour = hour % 12 + (12 if found[5] in "μp" else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def _zone(rest: _Rest) -> timezone | None:
    for found in _ZONE.finditer(rest.text):
        if found[1]:
            rest.cut(found)
            minutes = int(found[2]) * 60 + int(found[3])
            return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
        if found[4] in ZONES:
            rest.cut(found)
            return timezone(timedelta(hours=ZONES[found[4]]))
    return None
