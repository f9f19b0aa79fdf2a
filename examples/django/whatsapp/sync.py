"""Brings our copy of the sessions' statuses up to date."""
from collections import namedtuple

from .models import Session

SyncResult = namedtuple("SyncResult", "updated missing unknown")


def sync_sessions(client):
    """Copies the statuses that whatsapp-service reports into our sessions; raises ServiceError and changes nothing if it fails.

    Returns how many were `updated`, the ids of our active sessions that the service does not have (`missing`), and
    the ids of its sessions that we do not have (`unknown`).
    """
    reports = {report["session_id"]: report for report in client.list_sessions()}
    updated, missing = 0, []
    for session in Session.objects.all():
        report = reports.pop(session.session_id, None)
        if report is not None:
            updated += 1
        else:
            if session.is_active:
                missing.append(session.session_id)
            report = {"status": Session.Status.DISCONNECTED, "reason": {"message": "whatsapp-service does not have it."}}
        session.apply_report(report)
        session.save(update_fields=["status", "reason", "phone", "updated_at"])
    return SyncResult(updated, missing, sorted(reports))
