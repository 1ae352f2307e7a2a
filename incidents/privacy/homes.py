"""Where somebody lives: an address with a flat in it, or one with a word for home before it.

An address alone tells where something happened, as every report does, and points out nobody.
"""

import re
from collections.abc import Iterator

from incidents.privacy.kinds import Found, Kind

ADDRESS = re.compile(
    r"""
    \b (?:[A-ZÅÄÖ]\w+s?\ ){0,2}
    (?: [A-ZÅÄÖ][\w-]* (?:gata|väg|gränd|stig|allé|torg|back|plan|ring|led|krok|stråk|hag)(?:e|en|n|et)?
      | [A-ZÅÄÖ]\w+\ (?:gata|väg|gränd|stig|allé|torg|backe|plan) )
    \ \d{1,3} (?:\ ?[A-Z]\b)?
    """,
    re.VERBOSE,
)
# Behind the address: which flat, or how many flights up.
FLAT = re.compile(
    r",?\ (?:lgh|lägenhet)\.?\ ?\d{3,4}\b"
    r"|,?\ (?:\d{1,2}|en|ett|två|tre|fyra|fem|sex|sju|åtta)\ (?:tr\b\.?|trapp\w*)"
    r"|,?\ (?:\d{1,2}:[ae]|\w+e|\w+a)\ våningen",
    re.IGNORECASE | re.VERBOSE,
)
HOME = re.compile(
    r"""
    \b (?: bor | bodde | bosatt | boende | hyresgäst(?:en)? | skriven | folkbokförd | hem(?:ma|met)?
      | hemadress(?:en)? | bostad(?:en)? | lägenhet(?:en)? | lgh | villa(?:n)? )
    [,:]? \ + (?: (?: kvar | numera | ensam | ligger | finns | är | till | i | på | vid | hos | en | adress(?:en)?
      | villa(?:n)? | hus(?:et)? ) [,:]? \ + ){0,4} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
WORDS_BEFORE = 60


def find_homes(words: str) -> Iterator[Found]:
    """Every home address in `plain` words."""
    for match in ADDRESS.finditer(words):
        flat = FLAT.match(words, match.end())
        if flat or HOME.search(words[max(match.start() - WORDS_BEFORE, 0) : match.start()]):
            yield Found(Kind.HOME, match.start(), flat.end() if flat else match.end())
