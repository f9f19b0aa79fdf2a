from django.core.management.base import BaseCommand, CommandError

from whatsapp.client import ServiceError, WhatsAppClient


class Command(BaseCommand):
    help = "Sends a text from a session."

    def add_arguments(self, parser):
        parser.add_argument("session_id")
        parser.add_argument("to", help="a phone number with its country code, or a WhatsApp id (…@c.us, …@g.us)")
        parser.add_argument("text")
        parser.add_argument(
            "--idempotency-key", help="repeat a command with the same key, and the text is sent only once"
        )

    def handle(self, *args, session_id, to, text, idempotency_key, **options):
        try:
            sent = WhatsAppClient.from_settings().send_text(session_id, to, text, idempotency_key)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("%s %s" % (sent.get("message_id"), sent.get("status")))
