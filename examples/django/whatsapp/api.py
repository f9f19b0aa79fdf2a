"""What whatsapp-service asks of us: the list of sessions it should keep connected."""
import functools
import logging

from django.conf import settings
from django.http import JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .models import Session

logger = logging.getLogger(__name__)


def refusal(status, error):
    return JsonResponse({"success": False, "error": error}, status=status)


def service_key_required(view):
    """Lets a request through only when its x-api-key is WHATSAPP_DJANGO_API_KEY, compared in constant time."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        expected = settings.WHATSAPP_DJANGO_API_KEY
        if not expected:
            logger.error("WHATSAPP_DJANGO_API_KEY is empty, so whatsapp-service cannot be let in. Set it and restart.")
            return refusal(503, "This server has no key configured: set WHATSAPP_DJANGO_API_KEY and restart it.")
        given = request.headers.get("x-api-key", "")
        if not constant_time_compare(given, expected):
            return refusal(401, "The x-api-key header is %s." % ("wrong" if given else "missing"))
        return view(request, *args, **kwargs)

    return guarded


@csrf_exempt
@never_cache
@service_key_required
def active_sessions(request):
    """The sessions that their users want connected: those with `is_active`, whatever their status is now."""
    if request.method not in ("GET", "HEAD"):
        response = refusal(405, "Use GET.")
        response["Allow"] = "GET, HEAD"
        return response
    wanted = Session.objects.filter(is_active=True).values("session_id", "user_id", "instance_name", "status")
    return JsonResponse({"success": True, "data": {"sessions": list(wanted)}})
