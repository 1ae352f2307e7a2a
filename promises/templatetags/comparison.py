"""What came of a comparison: `{% verdict_tag line.verdict %}`, `{{ line|effect_sentence }}` and what belongs to it.

The words are those of `promises/verdict.py` and `effect_words.py`; the colour never stands alone.
"""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from promises import effect_words
from promises.verdict import TAGS, Verdict

register = template.Library()

register.filter("effect_sentence", effect_words.sentence)
register.filter("effect_estimate", effect_words.estimate)
register.filter("effect_reasons", effect_words.reasons)
register.filter("effect_cautions", effect_words.cautions)
register.filter("effect_in_short", effect_words.in_short)


@register.simple_tag
def verdict_tag(verdict: str) -> SafeString:
    """The word for what came out."""
    known = Verdict(verdict)
    color, variant = TAGS[known]
    return format_html(
        '<span class="ds-tag" data-color="{}" data-variant="{}">{}</span>', color, variant, known.label
    )


@register.simple_tag
def verdict_of(verdicts: Mapping[int, str], activity: int) -> SafeString:
    """The word for what came out of an activity; nothing for one that is not compared."""
    return verdict_tag(verdicts[activity]) if activity in verdicts else SafeString()


@register.filter
def effect_role(role: str) -> str:
    """What a row of counts is."""
    return str(effect_words.ROLES[role])
