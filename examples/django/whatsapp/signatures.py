"""Signatures of the Standard Webhooks specification, with nothing but the standard library."""
import base64
import binascii
import hashlib
import hmac
import re
import time

PREFIX = "whsec_"
MOST_SIGNATURES = 8


class BadSignature(Exception):
    """A webhook that is not to be believed; the message says why, without a secret in it."""


def parse_secrets(text):
    """The keys of "whsec_…", or of "new,old" while one is replaced; ValueError names what is wrong."""
    keys = []
    for secret in filter(None, (each.strip() for each in text.split(","))):
        if not secret.startswith(PREFIX):
            raise ValueError('a secret does not begin with "%s"' % PREFIX)
        try:
            key = base64.b64decode(secret[len(PREFIX):], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError('what follows "%s" is no base64' % PREFIX) from error
        if not 24 <= len(key) <= 64:
            raise ValueError("a secret has %d bytes; 24 to 64 are right" % len(key))
        keys.append(key)
    if len(keys) > 2:
        raise ValueError("there are %d secrets; one, or two while one is replaced, are right" % len(keys))
    return keys


def verify(keys, headers, body, tolerance_seconds, now=None):
    """Raises BadSignature unless one of the keys has signed these bytes a moment ago."""
    message_id, timestamp, given = (headers.get("webhook-" + name, "") for name in ("id", "timestamp", "signature"))
    if not (message_id and timestamp and given):
        raise BadSignature("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    if not re.fullmatch("[0-9]{1,15}", timestamp):
        raise BadSignature("webhook-timestamp is no number of seconds.")
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    expected = [base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in keys]
    genuine = False
    for one in given.split(" ")[:MOST_SIGNATURES]:
        version, _, signature = one.partition(",")
        for each in expected:
            # In constant time, and without an early end: how long it takes tells nothing of the right signature.
            genuine |= version == "v1" and hmac.compare_digest(signature.encode(), each)
    if not genuine:
        raise BadSignature("None of the signatures is right.")
    # Signed once does not mean sent now: what somebody has recorded is not to be played again.
    age = (time.time() if now is None else now) - int(timestamp)
    if abs(age) > tolerance_seconds:
        raise BadSignature("It was sent %d s ago, and %d s are allowed. Are both clocks right?" % (age, tolerance_seconds))
