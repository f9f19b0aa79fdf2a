import time

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from whatsapp.client import ServiceError, ServiceRefused, WhatsAppClient
from whatsapp.models import Session
from whatsapp.terminal_qr import UnreadableQr, draw


class Command(BaseCommand):
    help = "Creates a session in whatsapp-service and shows its QR code here until a phone has scanned it."

    def add_arguments(self, parser):
        parser.add_argument("session_id", help="1 to 64 letters, digits, hyphens or underscores")
        parser.add_argument("--user", required=True, help="username or primary key of the account's owner")
        parser.add_argument("--instance", help="a name for people; the session id when left out")
        parser.add_argument("--timeout", type=float, default=180, help="seconds to wait for the phone (180)")
        parser.add_argument("--poll", type=float, default=2, help="seconds between two looks (2)")
        parser.add_argument("--output", help="also write the QR code to this file, .svg or .png")

    def handle(self, *args, **options):
        self.options, self.client = options, WhatsAppClient.from_settings()
        if options["output"] and not options["output"].endswith((".svg", ".png")):
            raise CommandError("--output is %r; it must end in .svg or .png." % options["output"])
        session = self.prepare()
        try:
            self.create(session)
            self.follow(session)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The session still offers its code; run the command again to see it.") from None

    def prepare(self):
        """The session as it will be, checked before anything is asked of the service."""
        users, named = get_user_model().objects, self.options["user"]
        user = users.filter(**{get_user_model().USERNAME_FIELD: named}).first()
        if user is None:
            try:
                user = users.filter(pk=named).first()
            except (ValueError, ValidationError):
                pass  # It is no primary key, so there is no such user.
        if user is None:
            raise CommandError("There is no user %r. `manage.py createsuperuser` makes one." % named)
        session_id = self.options["session_id"]
        session = Session.objects.filter(session_id=session_id).first() or Session(session_id=session_id, user=user)
        if session.user_id != user.pk:
            raise CommandError("Session %s belongs to %s." % (session_id, session.user))
        session.instance_name = self.options["instance"] or session.instance_name or session_id
        session.is_active = True
        try:
            session.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        return session

    def create(self, session):
        """Creates the session, or starts it when the service has it already, and only then keeps it here."""
        try:
            report = self.client.create_session(session.session_id, session.user_id, session.instance_name)
        except ServiceRefused as error:
            if error.status != 409:
                raise
            report = self.client.start(session.session_id)
        session.apply_report(report)
        session.save()
        page = reverse("whatsapp:qr", args=[session.session_id])
        self.stdout.write("Session %s is starting. Its QR code is also shown on this site at %s" % (session.session_id, page))

    def follow(self, session):
        """Shows each new code until the session is connected, has ended, or the time is over."""
        deadline, shown, was_busy = time.monotonic() + self.options["timeout"], None, False
        while True:
            session.apply_report(self.client.get_session(session.session_id))
            session.save(update_fields=["status", "reason", "phone", "updated_at"])
            if session.status == Session.Status.CONNECTED:
                self.stdout.write(self.style.SUCCESS("Connected as %s." % (session.phone or "an unknown number")))
                return
            if session.status == Session.Status.QR_REQUIRED:
                shown = self.show_new(session, shown)
            # Before it has begun to start a session is still disconnected; afterwards that is the end.
            if session.status == Session.Status.DISCONNECTED and was_busy:
                raise CommandError("Not linked: %s Run the command again for a new code." % (session.reason or "it ended."))
            was_busy = was_busy or session.status != Session.Status.DISCONNECTED
            if time.monotonic() >= deadline:
                raise CommandError(
                    "Not linked within %g s; it is %s. Run the command again." % (self.options["timeout"], session.status)
                )
            time.sleep(self.options["poll"])

    def show_new(self, session, shown):
        """Shows the code on offer if it is another than `shown`; returns the one on offer."""
        try:
            text = self.client.qr(session.session_id)["qr"]
            if text == shown:
                return shown
            picture = self.client.qr_image(session.session_id, "png")
            if self.options["output"]:
                self.write(self.client.qr_image(session.session_id, self.options["output"][-3:]))
        except ServiceRefused as error:
            if error.status == 409:
                return shown  # It was scanned or ran out between two questions.
            raise
        self.stdout.write("On the phone: WhatsApp, Linked devices, Link a device, and scan this:")
        try:
            self.stdout.write(draw(picture, colour=self.stdout.isatty() and not self.options["no_color"]))
        except UnreadableQr as error:
            self.stdout.write(self.style.WARNING("%s Open the page above instead, or use --output." % error))
        # Through a pipe it would come when the code is long gone.
        self.stdout.flush()
        return text

    def write(self, picture):
        try:
            with open(self.options["output"], "wb") as file:
                file.write(picture)
        except OSError as error:
            raise CommandError("Cannot write the QR code: %s" % error) from error
        self.stdout.write("The code is in %s" % self.options["output"])
