import json
import sys

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from whatsapp.models import Session

FIELDS = ("instance_name", "status", "is_active", "phone")


class Command(BaseCommand):
    help = (
        "Reads sessions as JSON from standard input, a list of {session_id, user_id, instance_name, …} or what the "
        "active-sessions endpoint answers, and creates or updates them. All of them or, if one is wrong, none."
    )

    # For call_command(…, stdin=stream).
    stealth_options = ("stdin",)

    def add_arguments(self, parser):
        parser.add_argument("--replace", action="store_true", help="delete the sessions that are not in the input")
        parser.add_argument("--create-users", action="store_true", help="create users that do not exist, without a password")

    def handle(self, *args, replace, create_users, **options):
        entries = self.read(options.get("stdin") or sys.stdin)
        with transaction.atomic():
            for place, entry in enumerate(entries, start=1):
                self.store(place, entry, create_users)
            if replace:
                Session.objects.exclude(session_id__in=[entry["session_id"] for entry in entries]).delete()
        self.stdout.write("%d sessions loaded." % len(entries))

    def read(self, stream):
        try:
            entries = json.load(stream)
        except ValueError as error:
            raise CommandError("Standard input is no JSON: %s" % error) from error
        if isinstance(entries, dict):
            entries = entries.get("data", entries).get("sessions")
        if not isinstance(entries, list):
            raise CommandError("Standard input has no list of sessions.")
        return entries

    def store(self, place, entry, create_users):
        if not isinstance(entry, dict) or "session_id" not in entry or "user_id" not in entry:
            raise CommandError("Entry %d has no session_id and user_id: %r" % (place, entry))
        session_id, user_id, users = entry["session_id"], entry["user_id"], get_user_model().objects
        try:
            if create_users and not users.filter(pk=user_id).exists():
                users.create_user("user_%s" % user_id, pk=user_id)
            session = Session.objects.filter(session_id=session_id).first() or Session(session_id=session_id)
            session.user_id = user_id
            session.instance_name = session.instance_name or session_id
            for field in FIELDS:
                if field in entry:
                    setattr(session, field, entry[field])
            session.full_clean()
        except (ValidationError, ValueError, TypeError) as error:
            why = "; ".join(getattr(error, "messages", [str(error)]))
            raise CommandError("Entry %d (%r) is wrong: %s" % (place, session_id, why)) from error
        session.save()
