"""People told by whose they are: "sonen till …", "grannens dotter", "hennes pappa"."""

import re
from collections.abc import Iterator

from incidents.privacy.kinds import Found, Kind

KIN = (
    r"(?:lille?|store?|lilla|stora|halv|styv|plast|bonus|sväger|svär|ex|mor|far|barn)?"
    r"(?:mamma|pappa|mor|far|morsa|farsa|son|dotter|bror|broder|brorsa|syster|syrra|kusin|fru|hustru|make|maka|sambo"
    r"|moster|faster|mormor|morfar|farmor|farfar|morbror|farbror|barnbarn)"
)
DEFINITE = (
    r"(?:lille?|store?|lilla|stora|halv|styv|plast|bonus|svär|ex|mor|far)?"
    r"(?:mamman|pappan|modern|fadern|morsan|farsan|sonen|sönerna|dottern|döttrarna|brodern|brorn|bröderna|brorsan"
    r"|systern|systrarna|syrran|kusinen|kusinerna|frun|hustrun|maken|makan|sambon|mostern|fastern|mannen(?<=exmannen)"
    r"|pojkvännen|flickvännen|föräldrarna|föräldern|barnbarnet)"
)
MORE = r"|söner|döttrar|bröder|systrar|pojkvän|flickvän|föräldrar"
#: "far till" is also goes to, and one goes to school.
OF_WHOM = re.compile(
    rf"\b(?:{DEFINITE}|(?!far\b){KIN}{MORE})\ till\b"
    r"(?!\ (?:skola|förskola|fritids|jobb|arbete|plats|vänster|höger|att))",
    re.IGNORECASE,
)
THEIRS = re.compile(
    rf"\b(?:hans|hennes|hens|deras|dennes|min|mitt|mina)\ (?:{KIN}{MORE}|man|exman)\b", re.IGNORECASE
)
#: A person in the singular: "elevens", "flickans", "rektorns"; "barnens" and "elevernas" are nobody in particular.
SOMEBODYS = re.compile(
    rf"\b(?!barnens\b)\w{{2,}}(?<!rnas)(?:ens|ans|rns|ets)\ (?:{KIN}{MORE}|(?<=rens\ )man|(?<=orns\ )man|exman)\b",
    re.IGNORECASE,
)


def find_families(words: str) -> Iterator[Found]:
    """Every such turn of phrase in `plain` words."""
    for rule in (OF_WHOM, THEIRS, SOMEBODYS):
        for match in rule.finditer(words):
            yield Found(Kind.FAMILY, match.start(), match.end())
