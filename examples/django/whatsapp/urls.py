from django.urls import path

from . import api, pages

app_name = "whatsapp"

urlpatterns = [
    path("api/v1/sessions/active-sessions/", api.active_sessions, name="active-sessions"),
    path("sessions/", pages.sessions, name="sessions"),
    path("sessions/refresh/", pages.refresh, name="refresh"),
    path("sessions/<slug:session_id>/qr/", pages.qr, name="qr"),
    path("sessions/<slug:session_id>/qr.svg", pages.qr_image, name="qr-image"),
    path("sessions/<slug:session_id>/start/", pages.start, name="start"),
]
