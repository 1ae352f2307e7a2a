"""`{{ activity|responsible }}`: who answers for an activity, in words."""

from django import template

from promises import documents

register = template.Library()

register.filter("responsible", documents.said_responsible)
