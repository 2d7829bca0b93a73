"""A value typed by a person, made the value of a fact."""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

from db.errors import RadarError
from db.views import ROLLING
from db.vocabulary import Field, Group, LegalForm, Partnership, Status, Theme, Word

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

_DATES = {
    Field.OPENS,
    Field.DEADLINE,
    Field.FIRST_STAGE_DEADLINE,
    Field.QUESTIONS_BY,
    Field.DECISION_ON,
    Field.STARTS,
}
_WHOLE = {
    Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT, Field.MIN_INCOME, Field.MAX_INCOME,
    Field.DURATION_MONTHS, Field.ACCOUNTS_YEARS, Field.MIN_TRUSTEES, Field.MIN_UNRELATED_TRUSTEES,
    Field.MIN_PARTNERS, Field.MAX_PARTNERS, Field.MAX_PERCENT_OF_INCOME,
}  # fmt: skip
_LISTS: dict[Field, type[Word]] = {
    Field.LEGAL_FORMS: LegalForm,
    Field.EXCLUDED_LEGAL_FORMS: LegalForm,
    Field.THEMES: Theme,
    Field.GROUPS: Group,
    Field.LED_BY: Group,
}
_ONE: dict[Field, type[Word]] = {Field.PARTNERSHIP: Partnership, Field.STATUS: Status}
_YES_NO = {Field.ONE_BID, Field.BANK_ACCOUNT, Field.DSPT, Field.SUITABLE_FOR_VCSE}


def parse_correction(field: str, value: str, gazetteer: "Gazetteer") -> tuple[Field, Any]:
    """The field and value that a person typed; ``unknown`` is None. Raises RadarError that says what would do."""
    try:
        name = Field(field.casefold().replace(" ", "_").replace("-", "_"))
    except ValueError:
        near = process.extractOne(field, [f.value for f in Field])[0]
        msg = f"there is no fact called {field!r}; did you mean {near}?"
        raise RadarError(msg) from None
    if value.strip().casefold() == "unknown":
        return name, None
    return name, _parsed(name, value.strip(), gazetteer)


def _parsed(name: Field, value: str, gazetteer: "Gazetteer") -> Any:
    if name in _DATES:
        return _moment(value)
    if name in _WHOLE:
        digits = re.fullmatch(r"£?\s*(\d[\d,]*)(k?)", value.casefold())
        if not digits:
            msg = f"{name.label} is a whole number, such as 5000: {value!r} is not"
            raise RadarError(msg)
        return int(digits[1].replace(",", "")) * (1000 if digits[2] else 1)
    if name in (Field.AREAS, Field.EXCLUDED_AREAS):
        return [_place(part.strip(), gazetteer) for part in value.split(";") if part.strip()]
    if name in _LISTS:
        return [_word(_LISTS[name], part) for part in value.split(";") if part.strip()]
    if name in _ONE:
        return _word(_ONE[name], value)
    if name in _YES_NO:
        if value.casefold() not in ("yes", "no"):
            msg = f"{name.label} is yes or no: {value!r} is not"
            raise RadarError(msg)
        return value.casefold() == "yes"
    return value


def _moment(value: str) -> str:
    if value.casefold() == ROLLING:
        return ROLLING
    try:
        if "T" in value:
            return datetime.fromisoformat(value).strftime("%Y-%m-%dT%H:%M")
        return date.fromisoformat(value).isoformat()
    except ValueError:
        msg = f"a date is written 2026-12-04, 2026-12-04T12:00 or rolling: {value!r} is not"
        raise RadarError(msg) from None


def _place(name: str, gazetteer: "Gazetteer") -> str:
    if gazetteer.place(name):
        return name
    found = gazetteer.named(name)
    if found:
        return str(found[0].code)
    near = ", ".join(gazetteer.suggest(name))
    msg = f"there is no place called {name!r}" + (f"; the nearest are {near}" if near else "")
    raise RadarError(msg)


def _word(words: type[Word], said: str) -> str:
    wanted = said.strip().casefold()
    for word in words:
        if wanted in (word.value, word.label.casefold(), word.value.replace("_", " ")):
            return word.value
    near = process.extractOne(wanted, [word.value for word in words])[0]
    msg = f"{said.strip()!r} is not a {words.__name__.lower()}; did you mean {near}?"
    raise RadarError(msg)
