"""Fel kanal: what Samlad is not for, and where to turn instead."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.channels import Channel


@require_safe
@login_not_required
def wrong_channel(request: HttpRequest) -> HttpResponse:
    """All channels with what they are for; for everybody, signed in or not."""
    return render(request, "incidents/wrong_channel.html", {"channels": list(Channel)})
