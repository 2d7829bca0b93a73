"""Places that procurement notices name, as official codes: only what can be mapped without a guess."""

from collections.abc import Iterable

_CODES = {
    "england": "E92000001",
    "scotland": "S92000003",
    "wales": "W92000004",
    "northern ireland": "N92000002",
    "north east": "E12000001",
    "north west": "E12000002",
    "yorkshire and the humber": "E12000003",
    "east midlands": "E12000004",
    "west midlands": "E12000005",
    "east of england": "E12000006",
    "london": "E12000007",
    "south east": "E12000008",
    "south west": "E12000009",
    # International Territorial Level 1, as in notices
    "ukc": "E12000001",
    "ukd": "E12000002",
    "uke": "E12000003",
    "ukf": "E12000004",
    "ukg": "E12000005",
    "ukh": "E12000006",
    "uki": "E12000007",
    "ukj": "E12000008",
    "ukk": "E12000009",
    "ukl": "W92000004",
    "ukm": "S92000003",
    "ukn": "N92000002",
    # Level 3 areas that are one district each, from the Office for National Statistics
    "uke32": "E08000039",
    "ukg33": "E08000026",
    "ukg13": "E10000031",
    "uki42": "E09000030",
    "ukk23": "E06000066",
}


def codes_of_regions(regions: Iterable[str]) -> list[str]:
    """The codes of the regions named, in order; none at all when one of them cannot be mapped.

    >>> codes_of_regions(["UKE32", "London"]), codes_of_regions(["UKE32", "UKE21"])
    (['E08000039', 'E12000007'], [])
    """
    codes = [_CODES.get(region.casefold().strip()) for region in regions if region]
    if None in codes:
        return []
    return list(dict.fromkeys(code for code in codes if code))
