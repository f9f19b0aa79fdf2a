"""What each event changes in our database. An event may come twice, and one that was given up and sent anew comes late."""
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .models import Message, Session


class Unusable(Exception):
    """An event that can never be taken in; the message says what is wrong, without its contents."""


def take_in(event):
    """Carries out one event; a type that is not known changes nothing. Raises Unusable."""
    if not isinstance(event, dict):
        raise Unusable("It is no JSON object.")
    handle = HANDLERS.get(str(event.get("type")))
    if handle is not None:
        data = event.get("data")
        if not isinstance(data, dict):
            raise Unusable("It has no data.")
        handle(event, data)


def message_came(event, data):
    """Stores a message, in or out, unless it is stored already: then nothing of it changes."""
    Message.objects.get_or_create(
        event_id=text_of(event, "id", 80),
        defaults={
            "seq": number_of(event, "seq"),
            "session_id": text_of(event, "session_id", 64),
            "message_id": text_of(data, "message_id", 256),
            "chat_id": text_of(data, "chat_id", 256),
            # In a group the author; elsewhere it is who sent it.
            "author": clean(data.get("author") or text_of(data, "from", 256))[:256],
            "direction": Message.Direction.OUTGOING if data.get("from_me") is True else Message.Direction.INCOMING,
            "kind": text_of(data, "type", 64),
            "text": clean(data.get("text")),
            "sent_at": time_of(data, "timestamp"),
            "has_media": data.get("has_media") is True,
            "backfilled": data.get("backfilled") is True,
            "ack": number_of(data, "ack"),
        },
    )


def message_acknowledged(event, data):
    """Raises what is known of a message's way; acks that come late or twice lower nothing."""
    ack = number_of(data, "ack")
    before = Q(ack__lt=ack) if ack >= 0 else Q(ack=Message.Ack.PENDING)
    found = Message.objects.filter(session_id=text_of(event, "session_id", 64), message_id=text_of(data, "message_id", 256))
    found.filter(before).update(ack=ack)


def state_changed(event, data):
    """Brings a session's status up to date, unless a newer change has come before; sessions that are not ours are let be."""
    time = time_of(event, "time")
    session = Session(status=Session.Status.DISCONNECTED)
    session.apply_report(data)
    Session.objects.filter(session_id=text_of(event, "session_id", 64)).filter(
        Q(status_at__isnull=True) | Q(status_at__lte=time)
    ).update(status=session.status, reason=clean(session.reason), status_at=time, updated_at=timezone.now())


HANDLERS = {
    "message.received": message_came,
    "message.sent": message_came,
    "message.ack": message_acknowledged,
    "session.state_changed": state_changed,
}


def text_of(part, name, longest):
    value = part.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise Unusable('"%s" is no text of 1 to %d characters.' % (name, longest))
    return clean(value)


def number_of(part, name):
    value = part.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value < 2**63:
        raise Unusable('"%s" is no number.' % name)
    return value


def time_of(part, name):
    try:
        found = parse_datetime(str(part.get(name)))
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise Unusable('"%s" is no time.' % name)
    return found


def clean(value):
    """Text that every database takes: half of an emoji, which JSON can have, is no Unicode, and PostgreSQL refuses NUL."""
    return str("" if value is None else value).encode("utf-8", "replace").decode().replace("\x00", "")
