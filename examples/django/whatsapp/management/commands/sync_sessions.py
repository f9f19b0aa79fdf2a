from django.core.management.base import BaseCommand, CommandError

from whatsapp.client import ServiceError, WhatsAppClient
from whatsapp.sync import sync_sessions


class Command(BaseCommand):
    help = "Copies the statuses of all sessions from whatsapp-service into the database; meant for cron."

    def handle(self, *args, **options):
        try:
            result = sync_sessions(WhatsAppClient.from_settings())
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("%d sessions updated." % result.updated)
        for session_id in result.missing:
            self.stdout.write(self.style.WARNING("%s is active here, and whatsapp-service does not have it." % session_id))
        for session_id in result.unknown:
            self.stdout.write(self.style.WARNING("%s is in whatsapp-service and not in this database." % session_id))
