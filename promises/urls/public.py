"""What anybody may read, and its preview."""

from django.urls import path

from promises.views import public

urlpatterns = [
    path("oppet/<slug:code>", public.index, name="public"),
    path("oppet/<slug:code>/lagesbilder/<int:pk>", public.edition, name="public_edition"),
    path("oppet/<slug:code>/lagesbilder/<int:pk>.pdf", public.pdf, name="public_pdf"),
    path("installningar/kommun/oppet", public.preview, name="public_preview"),
]
