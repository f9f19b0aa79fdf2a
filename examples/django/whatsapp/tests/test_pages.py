from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.test import TestCase, override_settings

from whatsapp.models import Session

from .stub_service import KEY, report, stub_service


class Pages(TestCase):
    def setUp(self):
        context = stub_service()
        self.stub = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        settings = override_settings(WHATSAPP_SERVICE_URL=self.stub.url, WHATSAPP_SERVICE_API_KEY=KEY)
        settings.enable()
        self.addCleanup(settings.disable)
        self.ann = get_user_model().objects.create_user("ann")
        self.session = Session.objects.create(session_id="s1", user=self.ann, instance_name="Main <b>")
        self.client.force_login(self.ann)

    def test_nobody_sees_anything_without_logging_in(self):
        self.client.logout()
        for path in ("/sessions/", "/sessions/s1/qr/", "/sessions/s1/qr.svg"):
            self.assertRedirects(self.client.get(path), "/accounts/login/?next=" + path)
        for path in ("/sessions/refresh/", "/sessions/s1/start/"):
            self.assertRedirects(self.client.post(path), "/accounts/login/?next=" + path)
        self.assertEqual(self.stub.requests, [])

    def test_people_see_their_own_sessions_and_staff_see_all(self):
        other = get_user_model().objects.create_user("bob", is_staff=True)
        Session.objects.create(session_id="bobs", user=other, instance_name="B")
        self.assertNotContains(self.client.get("/sessions/"), "bobs")
        for path in ("/sessions/bobs/qr/", "/sessions/bobs/qr.svg"):
            self.assertEqual(self.client.get(path).status_code, 404)
        self.assertEqual(self.client.post("/sessions/bobs/start/").status_code, 404)
        self.assertEqual(self.stub.requests, [])
        self.client.force_login(other)
        self.assertContains(self.client.get("/sessions/"), "s1")

    def test_a_name_is_shown_as_text(self):
        self.assertContains(self.client.get("/sessions/"), "Main &lt;b&gt;")

    def test_the_page_shows_the_code_and_comes_back_for_the_next(self):
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "qr_required"))
        response = self.client.get("/sessions/s1/qr/")
        self.assertContains(response, 'src="/sessions/s1/qr.svg"')
        self.assertContains(response, 'http-equiv="refresh"')
        self.assertNotContains(response, KEY)
        self.assertEqual(Session.objects.get().status, "qr_required")

    def test_the_page_rests_when_the_session_is_connected(self):
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "connected", phone="15550000001"))
        response = self.client.get("/sessions/s1/qr/")
        self.assertContains(response, "Connected as 15550000001")
        self.assertNotContains(response, 'http-equiv="refresh"')

    def test_the_page_says_why_a_session_is_not_connected_and_offers_to_connect(self):
        reason = {"code": "logged_out", "message": "Logged out on the phone."}
        self.stub.answer("GET", "/api/v1/sessions/s1", report("s1", "disconnected", reason=reason))
        self.stub.answer("POST", "/api/v1/sessions/s1/start", report("s1", "connecting"), status=202)
        Session.objects.update(is_active=False)
        response = self.client.get("/sessions/s1/qr/")
        self.assertContains(response, "Logged out on the phone.")
        self.assertContains(response, 'action="/sessions/s1/start/"')
        self.assertRedirects(self.client.post("/sessions/s1/start/"), "/sessions/s1/qr/")
        self.assertIn("POST /api/v1/sessions/s1/start", self.stub.asked())
        self.assertTrue(Session.objects.get().is_active)

    def test_reading_a_page_starts_nothing(self):
        self.assertEqual(self.client.get("/sessions/s1/start/").status_code, 405)
        self.assertEqual(self.client.get("/sessions/refresh/").status_code, 405)
        self.assertEqual(self.stub.requests, [])

    def test_the_code_comes_through_us_and_the_key_stays_here(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        self.stub.answer("GET", "/api/v1/sessions/s1/qr", svg, kind="image/svg+xml")
        response = self.client.get("/sessions/s1/qr.svg")
        self.assertEqual((response["Content-Type"], response.content), ("image/svg+xml", svg))
        self.assertIn("no-store", response["Cache-Control"])
        self.assertTrue(response["Content-Security-Policy"].startswith("default-src 'none'"))
        self.assertEqual(self.stub.requests[0][2]["x-api-key"], KEY)

    def test_no_code_on_offer_is_a_conflict(self):
        self.stub.answer("GET", "/api/v1/sessions/s1/qr", {"detail": "Session s1 is connected."}, status=409)
        self.assertContains(self.client.get("/sessions/s1/qr.svg"), "Session s1 is connected.", status_code=409)

    def test_a_service_that_is_down_is_said_on_every_page(self):
        with override_settings(WHATSAPP_SERVICE_URL="http://127.0.0.1:1", WHATSAPP_SERVICE_TIMEOUT_SECONDS=2.0):
            self.assertContains(self.client.get("/sessions/s1/qr/"), "did not answer", status_code=502)
            self.assertEqual(self.client.get("/sessions/s1/qr.svg").status_code, 502)
            self.assertContains(self.client.post("/sessions/refresh/", follow=True), "did not answer")
            self.assertContains(self.client.get("/sessions/"), "s1")

    def test_refresh_copies_the_statuses(self):
        self.stub.answer("GET", "/api/v1/sessions?limit=100", {"sessions": [report("s1")], "next_cursor": None})
        self.assertRedirects(self.client.post("/sessions/refresh/"), "/sessions/")
        self.assertEqual(Session.objects.get().status, "connected")

    def test_the_admin_lists_sessions(self):
        self.client.force_login(get_user_model().objects.create_superuser("root"))
        self.assertContains(self.client.get("/admin/whatsapp/session/"), "s1")
        self.assertContains(self.client.get("/admin/whatsapp/session/%d/change/" % self.session.pk), "s1")

    def test_people_can_log_in(self):
        self.client.logout()
        self.assertContains(self.client.get("/accounts/login/"), "csrfmiddlewaretoken")


class SystemChecks(TestCase):
    def found(self, **settings):
        with override_settings(**settings):
            return [message.id for message in run_checks() if message.id.startswith("whatsapp.")]

    def test_settings_that_cannot_work_are_named(self):
        good = {"WHATSAPP_DJANGO_API_KEY": "k" * 32, "WHATSAPP_SERVICE_API_KEY": "s" * 32,
                "WHATSAPP_SERVICE_URL": "http://127.0.0.1:3000"}
        self.assertEqual(self.found(**good), [])
        self.assertEqual(self.found(**{**good, "WHATSAPP_DJANGO_API_KEY": ""}), ["whatsapp.W001"])
        self.assertEqual(self.found(**{**good, "WHATSAPP_DJANGO_API_KEY": "short"}), ["whatsapp.W002"])
        self.assertEqual(self.found(**{**good, "WHATSAPP_SERVICE_API_KEY": ""}), ["whatsapp.W003"])
        self.assertEqual(self.found(**{**good, "WHATSAPP_SERVICE_URL": "localhost:3000"}), ["whatsapp.E001"])
        self.assertEqual(self.found(**{**good, "WHATSAPP_WEBHOOK_SECRET": "secret"}), ["whatsapp.E002"])
