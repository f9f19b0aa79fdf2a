"""Pages for people: the list of their sessions, and the QR code that links one. The service's key stays on this side."""
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from .client import ServiceError, ServiceRefused, WhatsAppClient
from .models import Session
from .sync import sync_sessions

# Only in these states is there something to wait for; a QR code is replaced every 20 s.
REFRESH_SECONDS = {Session.Status.QR_REQUIRED: 5, Session.Status.CONNECTING: 2}


def visible_to(user):
    """Everybody sees their own sessions, staff see all: whoever sees a QR code can take the account over."""
    found = Session.objects.select_related("user")
    return found if user.is_staff else found.filter(user=user)


@login_required
@never_cache
@require_GET
def sessions(request):
    return render(request, "whatsapp/sessions.html", {"sessions": visible_to(request.user)})


@login_required
@require_POST
def refresh(request):
    try:
        sync_sessions(WhatsAppClient.from_settings())
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("whatsapp:sessions")


@login_required
@never_cache
@require_GET
def qr(request, session_id):
    session = get_object_or_404(visible_to(request.user), session_id=session_id)
    error = None
    try:
        session.apply_report(WhatsAppClient.from_settings().get_session(session_id))
        session.save(update_fields=["status", "reason", "phone", "updated_at"])
    except ServiceError as caught:
        error = caught
    context = {"session": session, "error": error, "refresh_seconds": REFRESH_SECONDS.get(session.status)}
    if error:
        context["refresh_seconds"] = 10
    return render(request, "whatsapp/qr.html", context, status=502 if error else 200)


@login_required
@never_cache
@require_GET
def qr_image(request, session_id):
    """The QR code as SVG, fetched from whatsapp-service; 409 while none is on offer."""
    get_object_or_404(visible_to(request.user), session_id=session_id)
    try:
        svg = WhatsAppClient.from_settings().qr_image(session_id, "svg")
    except ServiceError as error:
        status = error.status if isinstance(error, ServiceRefused) and error.status in (404, 409) else 502
        return HttpResponse(str(error), status=status, content_type="text/plain; charset=utf-8")
    response = HttpResponse(svg, content_type="image/svg+xml")
    # Opened on its own an SVG is a document, and a document may run scripts: not this one.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def start(request, session_id):
    """Asks for the session to be connected; one that is logged out is offered a new QR code."""
    session = get_object_or_404(visible_to(request.user), session_id=session_id)
    try:
        WhatsAppClient.from_settings().start(session_id)
        session.is_active = True
        session.save(update_fields=["is_active", "updated_at"])
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("whatsapp:qr", session_id=session_id)
