"""Agreements, plans and lists of promises, and their parts."""

from django.urls import path, register_converter

from promises.documents import Part
from promises.views import causes, documents, parts


class PartConverter:
    """A sort of part in a path."""

    regex = "|".join(Part.values)

    def to_python(self, value: str) -> Part:
        """From the path."""
        return Part(value)

    def to_url(self, value: Part) -> str:
        """Into the path."""
        return str(value)


register_converter(PartConverter, "part")

urlpatterns = [
    path("overenskommelser", documents.index, name="documents"),
    path("overenskommelser/ny", documents.create, name="document_create"),
    path("overenskommelser/<int:pk>", documents.document, name="document"),
    path("overenskommelser/<int:pk>/andra", documents.edit, name="document_edit"),
    path("overenskommelser/<int:pk>/parter", documents.parties, name="document_parties"),
    path("overenskommelser/<int:pk>/anta", documents.adopt, name="document_adopt"),
    path("overenskommelser/<int:pk>/ny-version", documents.revise, name="document_revise"),
    path("overenskommelser/<int:pk>/kasta", documents.discard, name="document_discard"),
    path("overenskommelser/<int:pk>/<part:part>/ny", parts.create, name="part_create"),
    path("overenskommelser/<int:pk>/<part:part>/<int:row>", parts.edit, name="part"),
    path("overenskommelser/<int:pk>/<part:part>/<int:row>/ta-bort", parts.remove, name="part_remove"),
    path("fokusomraden/<int:pk>", causes.focus_area, name="focus_area"),
    path("fokusomraden/orsaker/<int:pk>", causes.edit, name="cause"),
    path("fokusomraden/orsaker/<int:pk>/ta-bort", causes.remove, name="cause_remove"),
]
