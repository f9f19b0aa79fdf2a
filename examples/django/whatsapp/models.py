from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

# \Z and not $: in Python $ also matches before a newline at the end.
validate_session_id = RegexValidator(
    r"\A[A-Za-z0-9_-]{1,64}\Z",
    "A session id has 1 to 64 letters, digits, hyphens or underscores.",
    code="invalid_session_id",
)


class Session(models.Model):
    """One WhatsApp account of one user, kept connected by whatsapp-service."""

    class Status(models.TextChoices):
        CONNECTED = "connected"
        QR_REQUIRED = "qr_required", "QR required"
        CONNECTING = "connecting"
        DISCONNECTED = "disconnected"

    session_id = models.CharField(max_length=64, unique=True, validators=[validate_session_id])
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="whatsapp_sessions"
    )
    instance_name = models.CharField(max_length=100)
    is_active = models.BooleanField(
        default=True, help_text="The user wants this account connected: whatsapp-service restores it when it starts."
    )
    # What whatsapp-service last said; it owns these, we only keep a copy.
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DISCONNECTED)
    reason = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    # When the change of state happened that was told last, by the clock of whatsapp-service.
    status_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "WhatsApp session"

    def __str__(self):
        return "%s (%s)" % (self.session_id, self.get_status_display())

    def apply_report(self, report):
        """Takes over what whatsapp-service says of this session; the caller saves."""
        if report.get("status") in self.Status.values:
            self.status = report["status"]
        reason = report.get("reason") or {}
        longest = self._meta.get_field("reason").max_length
        self.reason = "" if self.status == self.Status.CONNECTED else str(reason.get("message") or "")[:longest]
        # A session that is logged out has no phone; the last one is still what people know it by.
        self.phone = str(report.get("phone") or self.phone)[: self._meta.get_field("phone").max_length]


class Message(models.Model):
    """One message of one account, as whatsapp-service told it; stored once, however often it is told."""

    class Direction(models.TextChoices):
        INCOMING = "in", "incoming"
        OUTGOING = "out", "outgoing"

    class Ack(models.IntegerChoices):
        ERROR = -1, "error"
        PENDING = 0, "pending"
        SERVER = 1, "at the server"
        DELIVERED = 2, "delivered"
        READ = 3, "read"
        PLAYED = 4, "played"

    event_id = models.CharField(max_length=80, unique=True)
    seq = models.BigIntegerField(help_text="Its number in the log of whatsapp-service: the order in which it was told.")
    # No foreign key: a message of a session that is not in our list (yet, or any more) is a message all the same.
    session_id = models.CharField(max_length=64)
    message_id = models.CharField(max_length=256)
    chat_id = models.CharField(max_length=256)
    author = models.CharField(max_length=256)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    has_media = models.BooleanField(default=False)
    backfilled = models.BooleanField(default=False, help_text="It came while the session was away, and was fetched later.")
    ack = models.SmallIntegerField(choices=Ack.choices, default=Ack.PENDING)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["session_id", "message_id"], name="whatsapp_message_by_id"),
            models.Index(fields=["session_id", "chat_id", "sent_at"], name="whatsapp_message_by_chat"),
        ]

    def __str__(self):
        return "%s %s %s" % (self.session_id, self.get_direction_display(), self.message_id)
