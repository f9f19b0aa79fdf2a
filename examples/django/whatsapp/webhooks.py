"""Where whatsapp-service sends what happens to the accounts. It sends until it gets a 2xx, so everything here may come twice."""
import json
import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from .incoming import Unusable, take_in
from .signatures import BadSignature, parse_secrets, verify

logger = logging.getLogger(__name__)

# An event of whatsapp-service has 1 MiB at most.
MOST_BYTES = 2 * 1024 * 1024


def refusal(status, error):
    return JsonResponse({"success": False, "error": error}, status=status)


@csrf_exempt
def events(request):
    """Takes one event in. 200 means that it is stored, now or earlier; an exception becomes a 500, and it comes again."""
    if request.method != "POST":
        response = refusal(405, "Use POST.")
        response["Allow"] = "POST"
        return response
    keys = our_keys()
    if not keys:
        return refusal(503, "This server has no usable secret: set WHATSAPP_WEBHOOK_SECRET and restart it.")
    body = body_of(request)
    if body is None:
        return refusal(413, "The body is larger than %d bytes." % MOST_BYTES)
    try:
        verify(keys, request.headers, body, getattr(settings, "WHATSAPP_WEBHOOK_TOLERANCE_SECONDS", 300))
    except BadSignature as error:
        logger.warning("A webhook was refused: %s", error)
        return refusal(401, str(error))
    return stored(body)


def our_keys():
    """One, or two while one is replaced; none is an error of ours, which the log tells."""
    try:
        keys = parse_secrets(getattr(settings, "WHATSAPP_WEBHOOK_SECRET", ""))
        problem = None if keys else "it is empty"
    except ValueError as error:
        keys, problem = [], str(error)
    if problem:
        logger.error("No webhook can be believed because of WHATSAPP_WEBHOOK_SECRET: %s. Set it and restart.", problem)
    return keys


def body_of(request):
    """The bytes as they came: the signature is of them. None if they are too many, which is told before they are read."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdecimal() or int(declared) > MOST_BYTES:
        return None
    try:
        return request.body
    except RequestDataTooBig:
        return None


def stored(body):
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return refusal(400, "The body is no JSON.")
    try:
        # All that an event changes, or nothing.
        with transaction.atomic():
            take_in(event)
    except Unusable as error:
        # 422 tells whatsapp-service that it is this event, not us: it goes on with the next one and keeps this one.
        logger.error("An event could not be taken in: %s", error)
        return refusal(422, str(error))
    return HttpResponse(status=200)
