"""The two endpoints that are measured, at the views that django-oauth-toolkit ships."""

from django.urls import path
from oauth2_provider.views import IntrospectTokenView, TokenView

urlpatterns = [
    path("o/token/", TokenView.as_view()),
    path("o/introspect/", IntrospectTokenView.as_view()),
]
