import base64
import hashlib
import hmac
import json
import time
from unittest import mock

from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.test import Client, SimpleTestCase, TestCase, override_settings

from whatsapp.models import Message, Session
from whatsapp.signatures import BadSignature, parse_secrets, verify

PATH = "/whatsapp/events/"
SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
OTHER = "whsec_" + base64.b64encode(b"o" * 32).decode()


def signature(secret, message_id, timestamp, body):
    key = base64.b64decode(secret[len("whsec_"):])
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def message(number=1, **more):
    return {
        "message_id": "false_15550000002@c.us_%d" % number, "chat_id": "15550000002@c.us", "from": "15550000002@c.us",
        "to": "15550000001@c.us", "author": None, "from_me": False, "type": "chat", "text": "Hello %d 👋" % number,
        "timestamp": "2026-11-23T16:00:00.000Z", "ack": 1, "has_media": False, **more,
    }


def event(kind="message.received", data=None, seq=1, **more):
    return {"seq": seq, "id": "evt_%d" % seq, "type": kind, "session_id": "s1", "time": "2026-11-23T16:00:01.000Z",
            "data": message(seq) if data is None else data, **more}


@override_settings(WHATSAPP_WEBHOOK_SECRET=SECRET)
class WebhookCase(TestCase):
    def setUp(self):
        self.strict = Client(enforce_csrf_checks=True)
        self.session = Session.objects.create(session_id="s1", user=get_user_model().objects.create_user("ann"), instance_name="M")

    def post(self, body, secrets=(SECRET,), timestamp=None, message_id="evt_1", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        timestamp = int(time.time()) if timestamp is None else timestamp
        signed = " ".join(signature(secret, message_id, timestamp, body) for secret in secrets)
        sent = {"HTTP_WEBHOOK_ID": message_id, "HTTP_WEBHOOK_TIMESTAMP": str(timestamp), "HTTP_WEBHOOK_SIGNATURE": signed, **headers}
        return self.strict.post(PATH, body, content_type="application/json", **sent)

    def assert_refused(self, status, *args, logger="whatsapp.webhooks", **options):
        with self.assertLogs(logger):
            response = self.post(*args, **options)
        self.assertEqual(response.status_code, status, response.content)
        self.assertFalse(response.json()["success"])
        self.assertFalse(Message.objects.exists())
        return response


class Believing(WebhookCase):
    def test_one_of_two_secrets_on_either_side_is_enough(self):
        for ours, theirs in (((SECRET, OTHER), (OTHER,)), ((SECRET,), (OTHER, SECRET)), ((OTHER, SECRET), (SECRET, OTHER))):
            with override_settings(WHATSAPP_WEBHOOK_SECRET=",".join(ours)):
                self.assertEqual(self.post(event(), secrets=theirs).status_code, 200)

    def test_another_signature_is_refused(self):
        self.assert_refused(401, event(), secrets=(OTHER,))
        self.assert_refused(401, event(), secrets=())
        good = signature(SECRET, "evt_1", int(time.time()), json.dumps(event()).encode())
        for bad in (good.replace("v1,", "v2,"), good[3:], good[:-1], "v1,", "v1,é", good.replace("v1,", "v1, ")):
            self.assert_refused(401, event(), HTTP_WEBHOOK_SIGNATURE=bad)

    def test_the_id_the_time_and_each_byte_are_signed(self):
        self.assert_refused(401, event(), HTTP_WEBHOOK_ID="evt_2")
        self.assert_refused(401, event(), HTTP_WEBHOOK_TIMESTAMP=str(int(time.time()) - 1))
        body = json.dumps(event()).encode()
        good = signature(SECRET, "evt_1", int(time.time()), body)
        self.assert_refused(401, body + b" ", HTTP_WEBHOOK_SIGNATURE=good)

    def test_what_was_sent_long_ago_or_in_the_future_is_refused(self):
        for away in (-301, 302):
            self.assertIn("clocks", self.assert_refused(401, event(), timestamp=int(time.time()) + away).json()["error"])
        for near in (-290, 290):
            self.assertEqual(self.post(event(), timestamp=int(time.time()) + near).status_code, 200)

    def test_headers_that_make_no_sense_are_refused(self):
        for name in ("ID", "TIMESTAMP", "SIGNATURE"):
            self.assert_refused(401, event(), **{"HTTP_WEBHOOK_" + name: ""})
        for timestamp in ("²", "-1", "1e9", "9" * 40, " "):
            self.assert_refused(401, event(), timestamp=timestamp)

    def test_without_a_usable_secret_nothing_is_believed(self):
        for unusable in ("", ",", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_" + "*" * 44, ",".join([SECRET] * 3)):
            with override_settings(WHATSAPP_WEBHOOK_SECRET=unusable):
                self.assert_refused(503, event())

    def test_nothing_but_post(self):
        for method in ("get", "put", "patch", "delete"):
            response = getattr(self.strict, method)(PATH)
            self.assertEqual((response.status_code, response["Allow"]), (405, "POST"))


class Bodies(WebhookCase):
    def test_a_body_that_is_too_large_is_refused_before_it_is_read(self):
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=None), mock.patch("whatsapp.webhooks.verify") as verified:
            self.assertEqual(self.post(b"x" * (2 * 1024 * 1024 + 1)).status_code, 413)
            self.assertEqual(self.post(event(), CONTENT_LENGTH="many").status_code, 413)
            with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
                self.assertEqual(self.post(event()).status_code, 413)
        verified.assert_not_called()

    def test_what_is_no_json_is_refused(self):
        for body in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
            self.assertEqual(self.post(body).status_code, 400)

    def test_an_event_that_cannot_be_taken_in_is_refused_as_such(self):
        bad = [[], event(data="text"), event(data={}), event(id=""), event(id=7), event(session_id=None), {**event(), "seq": "1"}]
        bad += [event(data=message(**{name: None})) for name in ("message_id", "chat_id", "from", "type", "timestamp", "ack")]
        bad += [event(data=message(timestamp=text)) for text in ("now", "2026-11-23", "2026-11-23T16:00:00", "2026-13-01T00:00:00Z")]
        bad += [event(data=message(ack=True)), event(data=message(message_id="x" * 257)), event(data=message(ack=2**63))]
        bad += [event("message.ack", {"message_id": "x"}), event("session.state_changed", {}, time="never")]
        for each in bad:
            self.assert_refused(422, each)

    def test_types_that_are_not_known_are_taken_and_change_nothing(self):
        for kind in ("webhook.test", "group.joined", "message.of_tomorrow", 7, [], None):
            self.assertEqual(self.post(event(kind, {})).status_code, 200)
        self.assertFalse(Message.objects.exists())


class Messages(WebhookCase):
    def test_a_message_is_stored_with_all_that_is_known(self):
        self.assertEqual(self.post(event()).status_code, 200)
        stored = Message.objects.get()
        self.assertEqual(
            (stored.event_id, stored.seq, stored.session_id, stored.message_id, stored.chat_id, stored.author, stored.direction,
             stored.kind, stored.text, stored.sent_at.isoformat(), stored.ack, stored.has_media, stored.backfilled),
            ("evt_1", 1, "s1", "false_15550000002@c.us_1", "15550000002@c.us", "15550000002@c.us", "in",
             "chat", "Hello 1 👋", "2026-11-23T16:00:00+00:00", 1, False, False),
        )

    def test_a_message_of_ours_a_group_and_one_fetched_later_are_told_apart(self):
        self.post(event("message.sent", message(1, from_me=True), seq=1))
        self.post(event(data=message(2, author="15550000003@c.us", chat_id="1@g.us", backfilled=True, has_media=True), seq=2))
        sent, group = Message.objects.all()
        self.assertEqual((sent.direction, sent.author, sent.backfilled), ("out", "15550000002@c.us", False))
        self.assertEqual((group.direction, group.author, group.backfilled, group.has_media), ("in", "15550000003@c.us", True, True))

    def test_a_replay_is_accepted_and_changes_nothing(self):
        self.post(event())
        Message.objects.update(ack=3)
        before = Message.objects.values().get()
        self.assertEqual(self.post(event(data=message(1, text="other", ack=0))).status_code, 200)
        self.assertEqual(Message.objects.values().get(), before)

    def test_texts_that_a_database_would_refuse_are_stored_without_what_it_refuses(self):
        self.assertEqual(self.post(event(data=message(1, text="half \ud83d, nul \x00."))).status_code, 200)
        self.assertEqual(Message.objects.get().text, "half ?, nul .")

    def test_a_message_of_a_session_that_is_not_ours_is_kept(self):
        self.assertEqual(self.post(event(session_id="unknown")).status_code, 200)
        self.assertEqual(Message.objects.get().session_id, "unknown")

    def test_a_database_that_fails_is_an_error_so_that_the_event_comes_again(self):
        self.strict.raise_request_exception = False
        with mock.patch("whatsapp.incoming.Message.objects.get_or_create", side_effect=DatabaseError), self.assertLogs("django.request"):
            self.assertEqual(self.post(event()).status_code, 500)
        self.assertEqual(self.post(event()).status_code, 200)
        self.assertEqual(Message.objects.count(), 1)

    def ack(self, ack, seq=2, **more):
        data = {"message_id": "false_15550000002@c.us_1", "chat_id": "15550000002@c.us", "ack": ack}
        self.assertEqual(self.post(event("message.ack", data, seq=seq, **more)).status_code, 200)
        return Message.objects.get().ack

    def test_acks_go_up_and_never_down(self):
        self.post(event(data=message(1, ack=0)))
        self.assertEqual([self.ack(ack) for ack in (1, 3, 2, 1, -1, 4)], [1, 3, 3, 3, 3, 4])
        self.assertEqual(self.ack(2, session_id="other"), 4)

    def test_a_message_that_failed_says_so_until_it_is_sent_after_all(self):
        self.post(event(data=message(1, ack=0)))
        self.assertEqual([self.ack(ack) for ack in (-1, 1, -1)], [-1, 1, 1])

    def test_an_ack_of_a_message_that_is_not_here_changes_nothing(self):
        self.assertEqual(self.post(event("message.ack", {"message_id": "x", "chat_id": "y", "ack": 2})).status_code, 200)


class Statuses(WebhookCase):
    def tell(self, status, second, reason=None, session_id="s1"):
        data = {"from": "a", "to": "b", "cause": "c", "status": status, "reason": reason}
        moment = "2026-11-23T16:00:%02d.000Z" % second
        self.assertEqual(self.post(event("session.state_changed", data, time=moment, session_id=session_id)).status_code, 200)
        self.session.refresh_from_db()
        return self.session.status, self.session.reason

    def test_a_change_of_state_becomes_the_status_with_its_reason(self):
        lost = {"code": "logged_out", "message": "Logged out on the phone."}
        self.assertEqual(self.tell("connecting", 1), ("connecting", ""))
        self.assertEqual(self.tell("connected", 2), ("connected", ""))
        self.assertEqual(self.tell("disconnected", 3, lost), ("disconnected", "Logged out on the phone."))

    def test_a_change_that_comes_late_does_not_undo_a_newer_one(self):
        self.tell("connected", 5)
        self.assertEqual(self.tell("disconnected", 4), ("connected", ""))
        self.assertEqual(self.tell("connecting", 5), ("connecting", ""), "of one moment the last one counts")

    def test_other_sessions_are_let_be(self):
        self.assertEqual(self.tell("connected", 1, session_id="s2"), ("disconnected", ""))
        self.assertEqual(Session.objects.count(), 1)


class Admin(WebhookCase):
    def test_messages_are_listed_and_not_written(self):
        self.post(event(data=message(1, text="x" * 200)))
        self.client.force_login(get_user_model().objects.create_superuser("root"))
        self.assertContains(self.client.get("/admin/whatsapp/message/?q=xxx"), "x" * 79 + "…")
        one = "/admin/whatsapp/message/%d/change/" % Message.objects.get().pk
        self.assertContains(self.client.get(one), "x" * 200)
        self.assertEqual(self.client.post(one, {"text": "other"}).status_code, 403)
        self.assertEqual(self.client.get("/admin/whatsapp/message/add/").status_code, 403)


class Signatures(SimpleTestCase):
    def test_the_example_of_the_specification_is_genuine(self):
        keys = parse_secrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        headers = {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
        verify(keys, headers, b'{"test": 2432232314}', 300, now=1614265330)
        with self.assertRaises(BadSignature):
            verify(keys, headers, b'{"test": 2432232314}', 300, now=1614265631)
