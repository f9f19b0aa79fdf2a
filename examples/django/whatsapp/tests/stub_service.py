"""A stand-in for whatsapp-service on a real socket: it answers what a test has laid out and keeps what it was asked."""
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROBLEM, JSON = "application/problem+json", "application/json"
KEY = "key-of-the-service"


class StubService:
    def __init__(self):
        self.requests = []
        self.answers = {}
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.requests.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                status, kind, answer, extra = stub.next_answer(self.command, self.path, self.headers)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                for name, value in extra.items():
                    self.send_header(name, value)
                if "Content-Length" not in extra:
                    self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PATCH = do_DELETE = do

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_port

    def answer(self, method, path, *bodies, status=200, kind=None, extra=None):
        """Lays out answers to `method path`: one after the other, the last one for ever."""
        kind = kind or (JSON if status < 400 else PROBLEM)
        laid = self.answers.setdefault((method, path), [])
        for body in bodies or ({},):
            laid.append((status, kind, body if isinstance(body, bytes) else json.dumps(body).encode(), extra or {}))

    def next_answer(self, method, path, headers):
        if headers.get("x-api-key") != KEY:
            return 401, PROBLEM, b'{"code":"unauthorized","detail":"The x-api-key is wrong."}', {}
        laid = self.answers.get((method, path))
        kind = headers.get("Accept")
        laid = self.answers.get((method, path + " " + kind)) or laid
        if not laid:
            return 404, PROBLEM, b'{"code":"not_found","detail":"Nothing is here."}', {}
        return laid.pop(0) if len(laid) > 1 else laid[0]

    def asked(self):
        return ["%s %s" % (method, path) for method, path, _, _ in self.requests]


@contextmanager
def stub_service():
    stub = StubService()
    thread = threading.Thread(target=stub.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.server.shutdown()
        stub.server.server_close()
        thread.join(5)


def report(session_id="s1", status="connected", **more):
    """A session as whatsapp-service reports it."""
    return {"session_id": session_id, "user_id": 1, "instance_name": "Main", "status": status, "state": status,
            "reason": None, "phone": None, **more}
