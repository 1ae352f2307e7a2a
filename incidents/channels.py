"""Fel kanal: whom a report does not reach, and who should be told instead or as well.

Pure: the category's code and the words in, channels out. What is suggested is shown and forgotten: it is neither stored
nor logged, since that somebody was referred to the social services says something of a person.
"""

import re
from collections.abc import Iterable
from enum import StrEnum


class Channel(StrEnum):
    """Where things go that are not for the lägesbild alone. The page `/fel-kanal` says what each is for."""

    EMERGENCY = "112"
    POLICE = "polisen"
    CONCERN = "orosanmalan"
    FAULT = "felanmalan"
    WORKPLACE = "tillbud"


#: By the codes of the standard categories, a whole group or one category; a municipality's own get hints by words.
BY_CATEGORY: dict[str, tuple[Channel, ...]] = {
    "SKA": (Channel.POLICE,),
    "SKA-60": (Channel.POLICE, Channel.FAULT),
    "BRA-10": (Channel.EMERGENCY, Channel.POLICE),
    "BRA-20": (Channel.EMERGENCY,),
    "NAR-10": (Channel.POLICE,),
    "NAR-60": (Channel.POLICE,),
    "HOT": (Channel.EMERGENCY, Channel.POLICE),
    "HOT-20": (Channel.EMERGENCY, Channel.POLICE, Channel.WORKPLACE),
    "TIL": (Channel.POLICE,),
    "PLA-10": (Channel.FAULT,),
    "PLA-20": (Channel.FAULT,),
    "PLA-30": (Channel.FAULT,),
    "PLA-50": (Channel.FAULT,),
    "PLA-60": (Channel.FAULT,),
}
#: What people write when something is for another channel; each is the beginning of one or several words.
WORDS: dict[Channel, tuple[str, ...]] = {
    Channel.EMERGENCY: (
        *(
            r"just nu\b",
            r"pågår (?:nu|fortfarande)",
            r"brinner\b",
            r"blöder\b",
            "medvetslös",
            "livlös",
            "knivhugg",
        ),
        *(r"skjut(?:er|it|ning)", "skottlossning", "överdos", "andas inte", "drunkn"),
    ),
    Channel.POLICE: (
        *(
            "polisanmäl",
            "vill anmäla",
            r"tipsar? (?:om|polisen)",
            r"stul(?:en|et|na)\b",
            "rånad",
            "misshandla",
        ),
    ),
    Channel.CONCERN: (
        *(
            "orosanmäl",
            r"far(?:a|it|er)? illa",
            r"våld i (?:hemmet|nära)",
            "hedersrelatera",
            "vågar inte gå hem",
        ),
        r"oroliga? för (?:ett |en |det |den )?(?:barn|elev|pojk|flick|ungdom)",
        r"barne?n?t? (?:blir |blev |är )?(?:slag|slår|ensam|vanvård|försumma)",
        *("rymt hemifrån", "missbrukar hemma"),
    ),
    Channel.FAULT: (
        *("felanmäl", "lyser inte", r"hål i (?:vägen|asfalten|gatan)", "potthål", "vattenläck"),
        r"(?:lamp|belysning|gatlyse|stolp)\w* (?:\w+ )?(?:är |ur )?(?:trasig|släckt|funktion|sönder)",
        r"behöver (?:lagas|bytas|klippas|saltas|sandas|tömmas)",
    ),
    Channel.WORKPLACE: (
        *("arbetsskad", "tillbud", "arbetsmiljö"),
        r"(?:jag|kollega|personal|medarbetar|lärar|vaktmästar)\w* (?:\w+ )?(?:blev |blivit |har blivit )?"
        r"(?:hota|slag|knuffa|spotta|sparka|skada)",
    ),
}
PATTERNS = {
    channel: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for channel, words in WORDS.items()
}


def suggested(codes: Iterable[str], texts: Iterable[str]) -> list[Channel]:
    """The channels that the categories' codes or the texts bring to mind, the most urgent first."""
    thought_of = {
        channel
        for code in codes
        for channel in BY_CATEGORY.get(code, BY_CATEGORY.get(code.partition("-")[0], ()))
    }
    for text in texts:
        thought_of |= {channel for channel, pattern in PATTERNS.items() if pattern.search(text)}
    return [channel for channel in Channel if channel in thought_of]
