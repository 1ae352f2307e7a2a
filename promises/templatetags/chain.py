"""`{% the_chain thing %}`: the chain as seen from any of its links, for the end of that link's page."""

from typing import Any

from django import template

from accounts.roles import EDITION_READERS
from promises.chain import Thing, chain_of

register = template.Library()


@register.inclusion_tag("promises/chain/_chain.html", takes_context=True)
def the_chain(context: template.Context, thing: Thing) -> dict[str, Any]:
    """Include it last on the thing's page."""
    acting = context.get("acting")
    reads_editions = bool(acting and acting.has(EDITION_READERS))
    return {"chapter": {"chain": chain_of(thing, reads_editions=reads_editions)}}
