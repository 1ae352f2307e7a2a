"""How things stand: `{% activity_tag status %}`, `{% promise_tag … %}`, `{% duty_tag … %}`, `{% progress standing %}`.

The words are those of `promises/status.py`, `duties.py` and `progress.py`; the colour never stands alone.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from promises import progress as words_of
from promises.duties import DUTY_TAGS, DutyStatus
from promises.models.target import Target
from promises.standing import ActivityStanding, PromiseStanding
from promises.status import ACTIVITY_TAGS, PROMISE_TAGS, ActivityStatus, PromiseStatus

register = template.Library()

TAG = '<span class="ds-tag" data-color="{}" data-variant="{}">{}</span>'


@register.simple_tag
def activity_tag(status: str) -> SafeString:
    """The word for how an activity stands."""
    known = ActivityStatus(status)
    return format_html(TAG, *ACTIVITY_TAGS[known], known.label)


@register.simple_tag
def promise_tag(status: str) -> SafeString:
    """The word for how a promise stands."""
    known = PromiseStatus(status)
    return format_html(TAG, *PROMISE_TAGS[known], known.label)


@register.simple_tag
def duty_tag(status: str) -> SafeString:
    """The word for how one of the law's demands stands."""
    known = DutyStatus(status)
    return format_html(TAG, *DUTY_TAGS[known], known.label)


@register.filter
def done(standing: ActivityStanding | PromiseStanding) -> str:
    """How far it has come, in words: "6 av 10 passager"."""
    row = standing.activity if isinstance(standing, ActivityStanding) else standing.promise
    return words_of.said(row.target_kind, row.target_number, standing.progress.done, row.target_unit)


@register.simple_tag
def progress(standing: ActivityStanding | PromiseStanding) -> SafeString:
    """A bar where there is a number to reach, and the words; the words alone otherwise."""
    words, wanted = done(standing), standing.progress.wanted
    if wanted is None:
        return format_html('<span class="progress">{}</span>', words)
    return format_html(
        '<span class="progress"><progress max="{}" value="{}" aria-label="{}"></progress> {}</span>',
        wanted,
        min(standing.progress.done, wanted),
        words,
        words,
    )


@register.filter
def target(row: Target) -> str:
    """What has to be reached: "minst 100 kvällar"."""
    return words_of.target(row.target_kind, row.target_number, row.target_unit)
