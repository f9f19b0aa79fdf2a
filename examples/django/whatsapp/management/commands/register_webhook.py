import base64
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from whatsapp.client import ServiceError, WhatsAppClient
from whatsapp.signatures import PREFIX, parse_secrets

TYPES = ["message.*", "session.state_changed"]


class Command(BaseCommand):
    help = "Has whatsapp-service send its events here, and one for a test. Can be repeated: it makes no second webhook."

    def add_arguments(self, parser):
        parser.add_argument("base_url", nargs="?", help="where whatsapp-service reaches this Django, such as http://127.0.0.1:8000")
        parser.add_argument("--types", default=",".join(TYPES), help="event types, separated by commas (%s)" % ",".join(TYPES))
        parser.add_argument(
            "--rotate-secret", action="store_true", help="have it sign with the first secret of WHATSAPP_WEBHOOK_SECRET from now on"
        )
        parser.add_argument("--new-secret", action="store_true", help="only print a new secret for WHATSAPP_WEBHOOK_SECRET")

    def handle(self, *args, base_url, types, rotate_secret, new_secret, **options):
        if new_secret:
            self.stdout.write(PREFIX + base64.b64encode(secrets.token_bytes(32)).decode())
            return
        if not base_url:
            raise CommandError("Say where whatsapp-service reaches this Django, such as http://127.0.0.1:8000.")
        url, secret = base_url.rstrip("/") + reverse("whatsapp:events"), self.secret()
        try:
            self.register(WhatsAppClient.from_settings(), url, types.split(","), secret, rotate_secret)
        except ServiceError as error:
            raise CommandError(str(error)) from error

    def secret(self):
        try:
            known = parse_secrets(getattr(settings, "WHATSAPP_WEBHOOK_SECRET", ""))
        except ValueError as error:
            raise CommandError("WHATSAPP_WEBHOOK_SECRET cannot be used: %s." % error) from error
        if not known:
            raise CommandError(
                "WHATSAPP_WEBHOOK_SECRET is empty. `manage.py register_webhook --new-secret` prints one; set it, and restart Django."
            )
        return settings.WHATSAPP_WEBHOOK_SECRET.split(",")[0].strip()

    def register(self, client, url, types, secret, rotate_secret):
        found = next((each for each in client.list_webhooks() if each["url"] == url and each["session_id"] is None), None)
        if found is None:
            found = client.create_webhook(url, types, secret)
            self.stdout.write("whatsapp-service sends its events to %s from now on (%s)." % (url, found["id"]))
        else:
            client.change_webhook(found["id"], types=types, enabled=True)
            if rotate_secret:
                client.rotate_webhook_secret(found["id"], secret)
            self.stdout.write("whatsapp-service sends its events to %s already (%s)." % (url, found["id"]))
        result = client.test_webhook(found["id"])
        if not result.get("delivered"):
            raise CommandError(self.explain(result, url))
        self.stdout.write(self.style.SUCCESS("A test event arrived in %d ms." % result["duration_ms"]))

    @staticmethod
    def explain(result, url):
        status = result.get("status_code")
        if status == 401:
            return (
                "This Django refused the test event: its signature is of another secret. Has Django been restarted since "
                "WHATSAPP_WEBHOOK_SECRET was set? If so, --rotate-secret gives whatsapp-service the secret that is set here."
            )
        if status is not None:
            return "%s answered %d to the test event. Is it this Django?" % (url, status)
        return "The test event did not reach %s: %s" % (url, result.get("error"))
