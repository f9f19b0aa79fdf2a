import io
import json
import os
import tempfile

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from whatsapp.models import Session
from whatsapp.signatures import parse_secrets

from .stub_service import KEY, report, stub_service
from .test_terminal_qr import modules, png, read_back


class CommandCase(TestCase):
    def setUp(self):
        context = stub_service()
        self.stub = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        settings = override_settings(WHATSAPP_SERVICE_URL=self.stub.url, WHATSAPP_SERVICE_API_KEY=KEY)
        settings.enable()
        self.addCleanup(settings.disable)
        self.ann = get_user_model().objects.create_user("ann")

    def run_command(self, *args, **options):
        out = io.StringIO()
        call_command(*args, stdout=out, no_color=True, **options)
        return out.getvalue()

    def assert_fails(self, text, *args, **options):
        with self.assertRaisesMessage(CommandError, text):
            self.run_command(*args, **options)


class LinkSession(CommandCase):
    def offer(self, *texts):
        self.stub.answer("GET", "/api/v1/sessions/s1/qr", *[{"qr": text, "expires_at": None} for text in texts])
        self.stub.answer("GET", "/api/v1/sessions/s1/qr image/png", png(modules()), kind="image/png")
        self.stub.answer("GET", "/api/v1/sessions/s1/qr image/svg+xml", b"<svg/>", kind="image/svg+xml")

    def link(self, *args):
        return self.run_command("link_session", "s1", "--user", "ann", "--poll", "0.01", *args)

    def test_shows_each_code_once_until_a_phone_has_scanned(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        states = ["disconnected", "connecting", "qr_required", "qr_required", "qr_required", "connecting"]
        self.stub.answer("GET", "/api/v1/sessions/s1", *[report("s1", state) for state in states],
                         report("s1", "connected", phone="15550000001"))
        self.offer("first", "first", "second")
        out = self.link("--instance", "Main")
        self.assertEqual(out.count("scan this"), 2)
        drawing = out.split("scan this:\n")[1].split("\nOn the phone")[0]
        self.assertEqual(read_back(drawing), modules())
        self.assertIn("/sessions/s1/qr/", out)
        self.assertIn("Connected as 15550000001.", out)
        session = Session.objects.get()
        self.assertEqual((session.status, session.phone, session.instance_name, session.is_active, session.user),
                         ("connected", "15550000001", "Main", True, self.ann))

    def test_starts_a_session_that_exists(self):
        Session.objects.create(session_id="s1", user=self.ann, instance_name="Old", is_active=False)
        self.stub.answer("POST", "/api/v1/sessions", {"code": "exists", "detail": "Exists."}, status=409)
        self.stub.answer("POST", "/api/v1/sessions/s1/start", report("s1", "connecting"), status=202)
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "connected"))
        self.link()
        self.assertEqual((Session.objects.get().instance_name, Session.objects.get().is_active), ("Old", True))

    def test_writes_the_picture_that_is_asked_for(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "qr_required"), report("s1", "connected"))
        self.offer("text")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "qr.svg")
            self.link("--output", path)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), b"<svg/>")

    def test_a_code_that_is_gone_when_asked_for_is_no_error(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "qr_required"), report("s1", "connected"))
        self.stub.answer("GET", "/api/v1/sessions/s1/qr", {"code": "not_pairing", "detail": "No code."}, status=409)
        self.assertIn("Connected", self.link())

    def test_says_why_when_the_session_ended(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        ended = report("s1", "disconnected", reason={"code": "pairing_expired", "message": "Nobody scanned the code."})
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "connecting"), ended)
        self.assert_fails("Not linked: Nobody scanned the code.", "link_session", "s1", user="ann", poll=0.01)
        self.assertEqual(Session.objects.get().reason, "Nobody scanned the code.")

    def test_gives_up_when_the_time_is_over(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "connecting"))
        self.assert_fails("Not linked within 0.1 s; it is connecting.", "link_session", "s1",
                          user="ann", poll=0.01, timeout=0.1)

    def test_keeps_nothing_when_the_service_refuses(self):
        self.stub.answer("POST", "/api/v1/sessions", {"code": "full", "detail": "No room."}, status=503)
        self.assert_fails("answered 503 to POST /api/v1/sessions: No room.", "link_session", "s1", user="ann")
        self.assertFalse(Session.objects.exists())

    def test_asks_nothing_of_the_service_when_the_input_is_wrong(self):
        other = get_user_model().objects.create_user("bob")
        Session.objects.create(session_id="bobs", user=other, instance_name="B")
        self.assert_fails("no user 'eve'", "link_session", "s1", user="eve")
        self.assert_fails("letters, digits, hyphens", "link_session", "../x", user="ann")
        self.assert_fails("belongs to bob", "link_session", "bobs", user="ann")
        self.assert_fails("must end in .svg or .png", "link_session", "s1", user="ann", output="qr.gif")
        self.assertEqual(self.stub.requests, [])


class SendMessage(CommandCase):
    def test_prints_the_id_of_what_was_sent(self):
        self.stub.answer("POST", "/api/v1/sessions/s1/messages", {"message_id": "M1", "status": "sent"}, status=201)
        out = self.run_command("send_message", "s1", "+15550000001", "Hello", "--idempotency-key", "k1")
        self.assertEqual(out, "M1 sent\n")
        self.assertEqual(json.loads(self.stub.requests[0][3]), {"to": "+15550000001", "text": "Hello"})
        self.assertEqual(self.stub.requests[0][2]["idempotency-key"], "k1")

    def test_says_why_when_it_cannot(self):
        self.stub.answer("POST", "/api/v1/sessions/s1/messages", {"detail": "Session s1 is pairing."}, status=409)
        self.assert_fails("Session s1 is pairing.", "send_message", "s1", "+15550000001", "Hello")


class SyncSessions(CommandCase):
    def test_copies_what_the_service_says_and_names_the_differences(self):
        for name in ("s1", "s2"):
            Session.objects.create(session_id=name, user=self.ann, instance_name=name, status="connected")
        Session.objects.create(session_id="off", user=self.ann, instance_name="off", is_active=False)
        reason = {"code": "logged_out", "message": "Logged out on the phone."}
        self.stub.answer("GET", "/api/v1/sessions?limit=100", {
            "sessions": [report("s1", "disconnected", reason=reason, phone="15550000001"), report("other")],
            "next_cursor": None,
        })
        out = self.run_command("sync_sessions")
        self.assertIn("1 sessions updated.", out)
        self.assertIn("s2 is active here, and whatsapp-service does not have it.", out)
        self.assertIn("other is in whatsapp-service and not in this database.", out)
        self.assertNotIn("off is active", out)
        first, second = Session.objects.get(session_id="s1"), Session.objects.get(session_id="s2")
        self.assertEqual((first.status, first.reason, first.phone),
                         ("disconnected", "Logged out on the phone.", "15550000001"))
        self.assertEqual(second.status, "disconnected")

    def test_changes_nothing_when_the_second_page_fails(self):
        Session.objects.create(session_id="s1", user=self.ann, instance_name="s1", status="connecting")
        self.stub.answer("GET", "/api/v1/sessions?limit=100", {"sessions": [report("s1")], "next_cursor": "2"})
        self.assert_fails("answered 404", "sync_sessions")
        self.assertEqual(Session.objects.get().status, "connecting")


class LoadSessions(CommandCase):
    def load(self, sessions, **options):
        return self.run_command("load_sessions", stdin=io.StringIO(json.dumps(sessions)), **options)

    def test_loads_what_the_endpoint_answers(self):
        entry = {"session_id": "s1", "user_id": self.ann.pk, "instance_name": "Main", "status": "connected"}
        self.load({"success": True, "data": {"sessions": [entry]}})
        self.load([dict(entry, instance_name="New")])
        session = Session.objects.get()
        self.assertEqual((session.instance_name, session.status, session.is_active), ("New", "connected", True))

    def test_replaces_the_list_and_creates_users_only_when_asked(self):
        Session.objects.create(session_id="old", user=self.ann, instance_name="old")
        new = [{"session_id": "s1", "user_id": 77}]
        with self.assertRaisesMessage(CommandError, "Entry 1 ('s1') is wrong"):
            self.load(new, replace=True)
        self.load(new, replace=True, create_users=True)
        self.assertEqual(list(Session.objects.values_list("session_id", "user_id", "instance_name")), [("s1", 77, "s1")])
        self.assertFalse(get_user_model().objects.get(pk=77).has_usable_password())

    def test_loads_all_or_nothing(self):
        good = {"session_id": "s1", "user_id": self.ann.pk}
        for bad in ({"session_id": "../x", "user_id": self.ann.pk}, {"session_id": "s2"}, 7, {**good, "status": "odd"}):
            with self.assertRaises(CommandError, msg=bad):
                self.load([good, bad])
            self.assertFalse(Session.objects.exists())
        for text in ("", "{}", "7"):
            with self.assertRaises(CommandError, msg=text):
                self.run_command("load_sessions", stdin=io.StringIO(text))


@override_settings(WHATSAPP_WEBHOOK_SECRET="whsec_" + "c3Nz" * 10 + ",whsec_" + "b29v" * 10)
class RegisterWebhook(CommandCase):
    url = "http://127.0.0.1:8000/whatsapp/events/"
    test = "/api/v1/webhooks/wh_1/test"

    def known(self, *urls, status_code=200):
        webhooks = [{"id": "wh_%d" % (n + 1), "url": url, "session_id": None} for n, url in enumerate(urls)]
        self.stub.answer("GET", "/api/v1/webhooks?limit=100", {"webhooks": webhooks, "next_cursor": None})
        delivered = status_code == 200
        self.stub.answer("POST", self.test, {"delivered": delivered, "status_code": status_code, "error": "No answer.", "duration_ms": 3})

    def register(self, *args):
        return self.run_command("register_webhook", "http://127.0.0.1:8000/", *args)

    def bodies(self):
        return [(method, path, json.loads(body)) for method, path, _, body in self.stub.requests if body]

    def test_makes_one_with_the_first_secret_and_tests_it(self):
        self.known()
        self.stub.answer("POST", "/api/v1/webhooks", {"id": "wh_1"}, status=201)
        self.assertIn("A test event arrived in 3 ms.", self.register())
        body = {"url": self.url, "types": ["message.*", "session.state_changed"], "secret": "whsec_" + "c3Nz" * 10}
        self.assertEqual(self.bodies(), [("POST", "/api/v1/webhooks", body)])
        self.assertIn("POST " + self.test, self.stub.asked())

    def test_takes_the_one_that_is_there_and_gives_it_our_secret_only_when_told(self):
        self.known(self.url)
        self.stub.answer("PATCH", "/api/v1/webhooks/wh_1")
        self.stub.answer("POST", "/api/v1/webhooks/wh_1/rotate-secret")
        self.register("--types", "message.*")
        self.assertEqual(self.bodies(), [("PATCH", "/api/v1/webhooks/wh_1", {"types": ["message.*"], "enabled": True})])
        self.register("--rotate-secret")
        body = {"secret": "whsec_" + "c3Nz" * 10, "keep_previous_seconds": 86400}
        self.assertEqual(self.bodies()[-1], ("POST", "/api/v1/webhooks/wh_1/rotate-secret", body))

    def test_says_what_is_wrong_when_the_test_event_is_refused_or_lost(self):
        self.stub.answer("PATCH", "/api/v1/webhooks/wh_1")
        for status_code, text in ((401, "--rotate-secret"), (404, "answered 404"), (None, "No answer.")):
            self.stub.answers.pop(("POST", self.test), None)
            self.known(self.url, status_code=status_code)
            self.assert_fails(text, "register_webhook", "http://127.0.0.1:8000")

    def test_asks_nothing_of_the_service_without_an_address_and_a_secret(self):
        self.assert_fails("Say where", "register_webhook")
        for unusable, text in (("", "is empty"), ("abc", "cannot be used")):
            with override_settings(WHATSAPP_WEBHOOK_SECRET=unusable):
                self.assert_fails(text, "register_webhook", "http://127.0.0.1:8000")
        self.assertEqual(self.stub.requests, [])

    def test_prints_a_secret_that_can_be_used(self):
        with override_settings(WHATSAPP_WEBHOOK_SECRET=""):
            self.assertEqual(len(parse_secrets(self.run_command("register_webhook", "--new-secret").strip())), 1)
