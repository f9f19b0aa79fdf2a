"""The HTTP API of whatsapp-service, with nothing but the standard library."""
import http.client
import json
import time
import urllib.error
import urllib.request
import uuid
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

MOST_BYTES = 10 * 1024 * 1024
IMAGE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


class ServiceError(Exception):
    """Something went wrong between us and whatsapp-service; the message says what and where."""


class ServiceUnreachable(ServiceError):
    """No answer, or none that can be read: it is not known whether the request was carried out."""


class ServiceRefused(ServiceError):
    """The service answered with an error: `status` (HTTP), `code` (stable, for programs), `detail` (for people)."""

    def __init__(self, message, status, code, detail):
        super().__init__(message)
        self.status, self.code, self.detail = status, code, detail


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an error: urllib would send our key along to wherever it points."""

    def redirect_request(self, *args, **kwargs):
        return None


class WhatsAppClient:
    """Calls whatsapp-service. Every call ends within `timeout` seconds of silence and raises ServiceError if it fails."""

    def __init__(self, base_url, api_key, timeout=10.0):
        if urlsplit(base_url).scheme not in ("http", "https"):
            raise ValueError("The address of whatsapp-service is %r, which is no http or https address." % base_url)
        self.base_url, self.api_key, self.timeout = base_url.rstrip("/"), api_key, timeout
        # No proxy from the environment: the service is on our own network, and the key would pass through it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)

    @classmethod
    def from_settings(cls):
        return cls(
            settings.WHATSAPP_SERVICE_URL,
            settings.WHATSAPP_SERVICE_API_KEY,
            settings.WHATSAPP_SERVICE_TIMEOUT_SECONDS,
        )

    def create_session(self, session_id, user_id, instance_name):
        """Registers a session and starts it; ServiceRefused with status 409 when it exists."""
        body = {"session_id": session_id, "user_id": user_id, "instance_name": instance_name}
        return self._json("POST", "/api/v1/sessions", body)

    def get_session(self, session_id):
        return self._json("GET", self._path(session_id))

    def list_sessions(self):
        """All sessions of the service, however many pages they fill."""
        return self._pages("/api/v1/sessions", "sessions")

    def start(self, session_id):
        return self._json("POST", self._path(session_id, "start"))

    def stop(self, session_id):
        return self._json("POST", self._path(session_id, "stop"))

    def restart(self, session_id):
        return self._json("POST", self._path(session_id, "restart"))

    def logout(self, session_id):
        return self._json("POST", self._path(session_id, "logout"))

    def delete(self, session_id):
        return self._json("DELETE", self._path(session_id))

    def qr(self, session_id):
        """{"qr", "expires_at"}; ServiceRefused with status 409 unless a code is on offer now."""
        return self._json("GET", self._path(session_id, "qr"))

    def qr_image(self, session_id, kind="svg"):
        """The QR as the bytes of an "svg" or "png" picture; ServiceRefused with status 409 unless one is on offer."""
        return self._call("GET", self._path(session_id, "qr"), accept=IMAGE_TYPES[kind])

    def send_text(self, session_id, to, text, idempotency_key=None):
        """Sends a text; after ServiceUnreachable, repeat with the same idempotency_key and it is sent only once."""
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        return self._json("POST", self._path(session_id, "messages"), {"to": to, "text": text}, headers)

    def list_webhooks(self):
        return self._pages("/api/v1/webhooks", "webhooks")

    def create_webhook(self, url, types, secret):
        return self._json("POST", "/api/v1/webhooks", {"url": url, "types": types, "secret": secret})

    def change_webhook(self, webhook_id, **changes):
        return self._json("PATCH", self._webhook(webhook_id), changes)

    def rotate_webhook_secret(self, webhook_id, secret, keep_previous_seconds=86400):
        """From now on it signs with this secret, and for so long with the one before as well."""
        body = {"secret": secret, "keep_previous_seconds": keep_previous_seconds}
        return self._json("POST", self._webhook(webhook_id, "/rotate-secret"), body)

    def test_webhook(self, webhook_id):
        """Has the service send an event of the type webhook.test: {"delivered", "status_code", "error", "duration_ms"}."""
        return self._json("POST", self._webhook(webhook_id, "/test"))

    @staticmethod
    def _webhook(webhook_id, action=""):
        return "/api/v1/webhooks/" + quote(webhook_id, safe="") + action

    def _pages(self, path, name):
        query, seen = {"limit": 100}, set()
        while True:
            page = self._json("GET", path + "?" + urlencode(query))
            if not isinstance(page.get(name), list):
                raise self._unreachable("GET", path, "the answer has no list of %s" % name)
            yield from page[name]
            cursor = page.get("next_cursor")
            if not cursor:
                return
            if cursor in seen:
                raise ServiceError("%s gave the cursor %r twice." % (self.base_url, cursor))
            seen.add(cursor)
            query["cursor"] = cursor

    @staticmethod
    def _path(session_id, action=""):
        path = "/api/v1/sessions/" + quote(session_id, safe="")
        return path + "/" + action if action else path

    def _json(self, method, path, body=None, headers=None):
        answer = self._call(method, path, body, headers)
        try:
            parsed = json.loads(answer) if answer else {}
        except ValueError as error:
            raise self._unreachable(method, path, "the answer is no JSON: %r…" % answer[:80]) from error
        if not isinstance(parsed, dict):
            raise self._unreachable(method, path, "the answer is no JSON object: %r…" % answer[:80])
        return parsed

    def _call(self, method, path, body=None, headers=None, accept="application/json"):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data=data, method=method, headers=headers or {})
        request.add_header("Accept", accept)
        request.add_header("x-api-key", self.api_key)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            try:
                with self._opener.open(request, timeout=self.timeout) as response:
                    return self._read(response)
            except urllib.error.HTTPError as error:
                with error:
                    raise self._refused(method, path, error) from None
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", None) or error
            raise self._unreachable(method, path, str(why) or type(why).__name__) from error

    def _read(self, response):
        """The whole body, as long as it is neither endless nor slower than our patience."""
        deadline, chunks, size = time.monotonic() + self.timeout, [], 0
        while True:
            chunk = response.read1(65536)
            if not chunk:
                break
            size += len(chunk)
            if size > MOST_BYTES:
                raise OSError("the answer is larger than %d bytes" % MOST_BYTES)
            if time.monotonic() > deadline:
                raise OSError("the answer did not end within %g s" % self.timeout)
            chunks.append(chunk)
        # read1 takes a connection that was cut for the end.
        if size < int(response.headers.get("Content-Length") or 0):
            raise OSError("the answer ended after %d bytes, before its end" % size)
        return b"".join(chunks)

    def _unreachable(self, method, path, why):
        return ServiceUnreachable(
            "whatsapp-service at %s did not answer %s %s: %s. Is it running, and is WHATSAPP_SERVICE_URL right?"
            % (self.base_url, method, path.partition("?")[0], why)
        )

    def _refused(self, method, path, error):
        body = self._read(error)
        try:
            problem = json.loads(body)
        except ValueError:
            problem = None
        if not isinstance(problem, dict):
            problem = {}
        detail = problem.get("detail") or problem.get("title") or error.reason or "no explanation"
        if 300 <= error.code < 400:
            detail = "it redirects to %s; set WHATSAPP_SERVICE_URL to the final address" % error.headers.get("Location")
        if error.code == 401:
            detail = "%s Is WHATSAPP_SERVICE_API_KEY one of its API_KEYS?" % detail
        message = "whatsapp-service answered %d to %s %s: %s" % (error.code, method, path.partition("?")[0], detail)
        return ServiceRefused(message, error.code, problem.get("code", ""), detail)
