from django.urls import path

from . import api, pages, webhooks

app_name = "whatsapp"

urlpatterns = [
    path("api/v1/sessions/active-sessions/", api.active_sessions, name="active-sessions"),
    path("whatsapp/events/", webhooks.events, name="events"),
    path("sessions/", pages.sessions, name="sessions"),
    path("sessions/refresh/", pages.refresh, name="refresh"),
    path("sessions/<slug:session_id>/qr/", pages.qr, name="qr"),
    path("sessions/<slug:session_id>/qr.svg", pages.qr_image, name="qr-image"),
    path("sessions/<slug:session_id>/start/", pages.start, name="start"),
]
