import json

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client, TestCase, override_settings

from whatsapp.models import Session

PATH = "/api/v1/sessions/active-sessions/"
KEY = "key-of-django-0123456789"


@override_settings(WHATSAPP_DJANGO_API_KEY=KEY)
class ActiveSessions(TestCase):
    def setUp(self):
        self.user = get_user_model().objects.create_user("ann")
        self.session = Session.objects.create(
            session_id="user_1_instance_main", user=self.user, instance_name="Main", status="connected"
        )

    def get(self, key=KEY):
        return self.client.get(PATH, **({"HTTP_X_API_KEY": key} if key is not None else {}))

    def test_answers_exactly_what_the_service_expects(self):
        response = self.get()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(json.loads(response.content), {
            "success": True,
            "data": {"sessions": [{
                "session_id": "user_1_instance_main",
                "user_id": self.user.pk,
                "instance_name": "Main",
                "status": "connected",
            }]},
        })
        self.assertIn("no-store", response["Cache-Control"])

    def test_lists_a_session_that_is_wanted_whatever_its_status(self):
        for status in Session.Status.values:
            Session.objects.update(status=status)
            self.assertEqual(len(self.get().json()["data"]["sessions"]), 1, status)

    def test_leaves_out_a_session_that_is_not_wanted(self):
        Session.objects.update(is_active=False)
        self.assertEqual(self.get().json(), {"success": True, "data": {"sessions": []}})

    def test_refuses_a_wrong_a_missing_and_a_foreign_key(self):
        for key in ("", "wrong", KEY + "x", KEY[:-1], "ключ", None):
            response = self.get(key)
            self.assertEqual(response.status_code, 401, key)
            self.assertEqual(response.json()["success"], False)
            self.assertNotIn("data", response.json())

    def test_refuses_everything_while_no_key_is_set(self):
        with override_settings(WHATSAPP_DJANGO_API_KEY=""), self.assertLogs("whatsapp.api", "ERROR"):
            self.assertEqual(self.get("").status_code, 503)

    def test_allows_nothing_but_reading(self):
        strict = Client(enforce_csrf_checks=True)
        for method in ("post", "put", "patch", "delete"):
            response = getattr(strict, method)(PATH, HTTP_X_API_KEY=KEY)
            self.assertEqual((response.status_code, response["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(strict.post(PATH).status_code, 401)


class SessionIds(TestCase):
    def test_only_ids_that_the_service_takes_are_valid(self):
        user = get_user_model().objects.create_user("ann")
        for good in ("a", "user_1-Main", "x" * 64):
            Session(session_id=good, user=user, instance_name="Main").full_clean()
        for bad in ("", "x" * 65, "../etc", "a b", "a/b", "a\n", "é", "a.b"):
            with self.assertRaises(ValidationError, msg=repr(bad)):
                Session(session_id=bad, user=user, instance_name="Main").full_clean()
