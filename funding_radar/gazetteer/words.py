"""Words that tell a place from a common word, a person, a street or a club."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL = _words("and of the upon on in le under by next with de an nan y sea cum at")
"""Words that are written small inside a name."""
ROADS = _words("""
    Road Street Lane Avenue Drive Way House Hall Terrace Crescent Gardens Square Station Hotel Court
    Building Arms Buildings Close Row Parade Quay United Rovers Wanderers Athletic FC RFC Rd St Ave
""")
"""A place name before one of these is an address or a club."""
TITLES = _words(
    "Cllr Councillor Mr Mrs Ms Miss Dr Sir Dame Lord Lady Professor Prof Rev Revd Baroness"
)
"""A place name after one of these is a person."""
TIGHT = _words("""
    in across near for of around from to outside within serving covering throughout and or both
    between including include at based
""")
"""Words that stand before a place, and seldom before a common noun with a capital."""
WORDS = _words("""
    furness kernow reading rugby bath bury hart wells march deal sale street hope battle sandwich eye ware over ash
    hook stone ford boston craven eden halton lewes rother adur arun swale wyre
""")
"""Names that are words, people or rivers as well: they need a place's setting."""
NEVER = _words("march over street send well par church valley hope battle broadway")
"""Names that are nearly always the word: only with their county after them."""
SPOKEN_FOR = frozenset(
    ["c and p", "c and m", "h and w", "n and w", "c and w", "bob", "mse", "lsc", "gm", "gb", "ni"]
)
"""Acronyms that mean too many other things."""
ADJECTIVES = {"scottish": "S92000003", "welsh": "W92000004", "cornish": "E06000052"}
"""Adjectives that are read as their place before those who live or work there."""
ADJECTIVE_OF = (
    r"[ -](?:based|(?:\w+[ -]){0,2}?(?:communit(?:y|ies)|charit(?:y|ies)|groups?|organi[sz]ations?|"
    r"voluntary|third sector|VCSE|people|residents|families|children|islands?|address|"
    r"[Ll]ocal [Aa]uthorit(?:y|ies)|councils|[Gg]overnment|clubs|schools|households|towns|sector)\b)"
)
"""What must follow an adjective: "Welsh communities", and not "Welsh lamb"."""
