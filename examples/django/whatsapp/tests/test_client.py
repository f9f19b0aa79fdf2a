import socket
import threading

from django.test import SimpleTestCase

from whatsapp.client import MOST_BYTES, ServiceRefused, ServiceUnreachable, WhatsAppClient

from .stub_service import KEY, report, stub_service


class TheClient(SimpleTestCase):
    def setUp(self):
        context = stub_service()
        self.stub = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        self.client_ = WhatsAppClient(self.stub.url + "/", KEY, timeout=5)

    def test_creates_a_session(self):
        self.stub.answer("POST", "/api/v1/sessions", report("s1", "connecting"), status=201)
        self.assertEqual(self.client_.create_session("s1", 7, "Main")["status"], "connecting")
        _, _, headers, body = self.stub.requests[0]
        self.assertEqual(headers["content-type"], "application/json")
        self.assertEqual(body, b'{"session_id": "s1", "user_id": 7, "instance_name": "Main"}')

    def test_finds_a_service_below_a_path(self):
        self.stub.answer("GET", "/tools/whatsapp/api/v1/sessions/s1", report("s1", "connected"))
        for url in (self.stub.url + "/tools/whatsapp", self.stub.url + "/tools/whatsapp/"):
            self.assertEqual(WhatsAppClient(url, KEY, timeout=5).get_session("s1")["status"], "connected")

    def test_sends_a_text_with_a_key_against_doubles(self):
        self.stub.answer("POST", "/api/v1/sessions/s1/messages", {"message_id": "M1", "status": "sent"}, status=201)
        self.assertEqual(self.client_.send_text("s1", "+15550000001", "Hi", "once")["message_id"], "M1")
        self.assertEqual(self.client_.send_text("s1", "+15550000001", "Hi")["message_id"], "M1")
        first, second = (headers["idempotency-key"] for _, _, headers, _ in self.stub.requests)
        self.assertEqual(first, "once")
        self.assertEqual(len(second), 36)

    def test_follows_the_pages_of_a_list(self):
        self.stub.answer("GET", "/api/v1/sessions?limit=100", {"sessions": [report("a")], "next_cursor": "c&1"})
        self.stub.answer("GET", "/api/v1/sessions?limit=100&cursor=c%261", {"sessions": [report("b")], "next_cursor": None})
        self.assertEqual([each["session_id"] for each in self.client_.list_sessions()], ["a", "b"])

    def test_never_goes_round_in_circles_with_a_list(self):
        page = {"sessions": [], "next_cursor": "again"}
        self.stub.answer("GET", "/api/v1/sessions?limit=100", page)
        self.stub.answer("GET", "/api/v1/sessions?limit=100&cursor=again", page)
        with self.assertRaisesMessage(Exception, "the cursor 'again' twice"):
            list(self.client_.list_sessions())

    def test_keeps_a_session_id_inside_its_place_in_the_path(self):
        with self.assertRaises(ServiceRefused):
            self.client_.get_session("../../x?y#z")
        self.assertEqual(self.stub.asked(), ["GET /api/v1/sessions/..%2F..%2Fx%3Fy%23z"])

    def test_asks_for_a_picture_by_its_type(self):
        self.stub.answer("GET", "/api/v1/sessions/s1/qr image/svg+xml", b"<svg/>", kind="image/svg+xml")
        self.stub.answer("GET", "/api/v1/sessions/s1/qr image/png", b"\x89PNG", kind="image/png")
        self.assertEqual(self.client_.qr_image("s1", "svg"), b"<svg/>")
        self.assertEqual(self.client_.qr_image("s1", "png"), b"\x89PNG")

    def test_tells_what_the_service_said_when_it_refuses(self):
        problem = {"code": "session_exists", "detail": "Session s1 exists.", "title": "Conflict", "status": 409}
        self.stub.answer("POST", "/api/v1/sessions", problem, status=409)
        with self.assertRaises(ServiceRefused) as caught:
            self.client_.create_session("s1", 1, "Main")
        error = caught.exception
        self.assertEqual((error.status, error.code, error.detail), (409, "session_exists", "Session s1 exists."))
        self.assertEqual(str(error), "whatsapp-service answered 409 to POST /api/v1/sessions: Session s1 exists.")

    def test_tells_which_setting_is_wrong_when_the_key_is(self):
        with self.assertRaisesMessage(ServiceRefused, "WHATSAPP_SERVICE_API_KEY"):
            WhatsAppClient(self.stub.url, "other").get_session("s1")

    def test_reads_a_refusal_that_is_no_problem_json(self):
        self.stub.answer("GET", "/api/v1/sessions/s1", b"<h1>Bad Gateway</h1>", status=502, kind="text/html")
        with self.assertRaisesMessage(ServiceRefused, "answered 502 to GET /api/v1/sessions/s1: Bad Gateway"):
            self.client_.get_session("s1")

    def test_does_not_carry_the_key_to_where_a_redirect_points(self):
        with stub_service() as other:
            self.stub.answer("GET", "/api/v1/sessions/s1", status=302, extra={"Location": other.url + "/elsewhere"})
            with self.assertRaisesMessage(ServiceRefused, "it redirects to %s/elsewhere" % other.url):
                self.client_.get_session("s1")
            self.assertEqual(other.requests, [])

    def test_refuses_an_answer_that_is_no_json_object(self):
        for body in (b"<html>", b"[1]", b'"text"', b"\xff"):
            self.stub.answers.clear()
            self.stub.answer("GET", "/api/v1/sessions/s1", body)
            with self.assertRaises(ServiceUnreachable, msg=body):
                self.client_.get_session("s1")

    def test_refuses_an_answer_that_was_cut_off(self):
        self.stub.answer("GET", "/api/v1/sessions/s1", b'{"a":1}', extra={"Content-Length": "100", "Connection": "close"})
        with self.assertRaisesMessage(ServiceUnreachable, "ended after 7 bytes"):
            self.client_.get_session("s1")

    def test_refuses_an_answer_without_end(self):
        self.stub.answer("GET", "/api/v1/sessions/s1", b" " * (MOST_BYTES + 1))
        with self.assertRaisesMessage(ServiceUnreachable, "larger than"):
            self.client_.get_session("s1")

    def test_says_where_nobody_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # Bound and not listening: nobody else gets the port meanwhile.
            url = "http://127.0.0.1:%d" % taken.getsockname()[1]
            with self.assertRaisesMessage(ServiceUnreachable, "at %s did not answer GET" % url):
                WhatsAppClient(url, KEY).get_session("s1")

    def test_gives_up_on_a_service_that_is_silent(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = "http://127.0.0.1:%d" % silent.getsockname()[1]
            with self.assertRaisesMessage(ServiceUnreachable, "timed out"):
                WhatsAppClient(url, KEY, timeout=0.2).get_session("s1")

    def test_gives_up_on_a_service_that_trickles(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            ended = threading.Event()

            def trickle():
                connection, _ = server.accept()
                with connection:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                    while not ended.wait(0.05):
                        connection.sendall(b" ")

            thread = threading.Thread(target=trickle, daemon=True)
            thread.start()
            url = "http://127.0.0.1:%d" % server.getsockname()[1]
            try:
                with self.assertRaisesMessage(ServiceUnreachable, "did not end within 0.3 s"):
                    WhatsAppClient(url, KEY, timeout=0.3).get_session("s1")
            finally:
                ended.set()
                thread.join(5)

    def test_refuses_an_address_that_is_no_http(self):
        for url in ("file:///etc/passwd", "127.0.0.1:3000", "ftp://host", ""):
            with self.assertRaises(ValueError, msg=url):
                WhatsAppClient(url, KEY)
