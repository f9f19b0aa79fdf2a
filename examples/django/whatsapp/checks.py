"""System checks: what is wrong with the settings is said by `manage.py check`, before a request finds out."""
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning, register

from .signatures import parse_secrets

SHORTEST_KEY = 16


@register()
def check_settings(app_configs, **kwargs):
    found = []
    key = getattr(settings, "WHATSAPP_DJANGO_API_KEY", "")
    if not key:
        found.append(Warning(
            "WHATSAPP_DJANGO_API_KEY is empty: the active-sessions endpoint refuses every request.",
            hint="Set it to the value of DJANGO_API_KEY in the settings of whatsapp-service.",
            id="whatsapp.W001",
        ))
    elif len(key) < SHORTEST_KEY:
        found.append(Warning(
            "WHATSAPP_DJANGO_API_KEY has %d characters, which can be guessed." % len(key),
            hint="python3 -c 'import secrets; print(secrets.token_urlsafe(32))' makes a good one.",
            id="whatsapp.W002",
        ))
    if not getattr(settings, "WHATSAPP_SERVICE_API_KEY", ""):
        found.append(Warning(
            "WHATSAPP_SERVICE_API_KEY is empty: whatsapp-service answers 401 to everything asked of it.",
            hint="Set it to one of the API_KEYS of whatsapp-service.",
            id="whatsapp.W003",
        ))
    try:
        parse_secrets(getattr(settings, "WHATSAPP_WEBHOOK_SECRET", ""))
    except ValueError as error:
        found.append(Error(
            "WHATSAPP_WEBHOOK_SECRET cannot be used: %s." % error,
            hint="`manage.py register_webhook --new-secret` prints one.",
            id="whatsapp.E002",
        ))
    url = getattr(settings, "WHATSAPP_SERVICE_URL", "")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        found.append(Error(
            "WHATSAPP_SERVICE_URL is %r, which is no http or https address." % url,
            hint="For example http://127.0.0.1:3000.",
            id="whatsapp.E001",
        ))
    return found
