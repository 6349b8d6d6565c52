"""What the page on sending mail from threads says."""

from collections.abc import Callable

#: A server that has one dialogue and writes down what was sent to whom.
SERVER = """
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread

listener = socket.create_server(("127.0.0.1", 0))
sent = []


def serve(peer):
    with peer, peer.makefile("rwb") as wire:

        def answer(text):
            wire.write(text.encode() + b"\\r\\n")
            wire.flush()

        answer("220 ready")
        sender, to = None, []
        for line in wire:
            word, _, rest = line.decode().strip().partition(":")
            word = word.split()[0].upper()
            if word == "MAIL":
                answer("503 nested MAIL command" if sender else "250 ok")
                sender = sender or rest.split()[0]
            elif word == "RCPT":
                to.append(rest)
                answer("250 ok" if sender else "503 need MAIL")
            elif word == "DATA":
                answer("354 go on")
                body = b"".join(iter(wire.readline, b".\\r\\n")).decode().strip()
                sent.append((sender, to, body))
                sender, to = None, []
                answer("250 ok")
            elif word == "QUIT":
                answer("221 bye")
                return
            else:
                sender, to = None, []
                answer("250 ok")


def accept():
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        Thread(target=serve, args=(peer,), daemon=True).start()


Thread(target=accept, daemon=True).start()


def connect():
    return smtplib.SMTP(*listener.getsockname(), local_hostname="here", timeout=60)


def in_a_thread(call, *args):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call, *args).exception(60)
"""


def test_two_mails_mix_on_one_connection(printed: Callable[[str], str]) -> None:
    """A second one is nested, and a recipient belongs to the dialogue and not to the thread."""
    said = printed(
        SERVER
        + """
server = connect()
server.ehlo()
server.mail("ann")
print(repr(in_a_thread(server.sendmail, "bob", ["bea"], "of bob")))
server.mail("ann")
in_a_thread(server.rcpt, "bea")
server.rcpt("amy")
server.data("of ann")
print(sent)
"""
    ).splitlines()

    assert said == [
        "SMTPSenderRefused(503, b'nested MAIL command', 'bob')",
        "[('<ann>', ['<bea>', '<amy>'], 'of ann')]",
    ]


def test_who_quits_ends_it_for_all(printed: Callable[[str], str]) -> None:
    """The next mail of another thread finds no connection."""
    said = printed(
        SERVER
        + """
server = connect()
in_a_thread(server.quit)
try:
    server.sendmail("ann", ["amy"], "of ann")
except smtplib.SMTPServerDisconnected as error:
    print(error)
"""
    )

    assert said == "please run connect() first\n"


def test_a_connection_of_its_own_or_a_lock_keeps_mails_whole(printed: Callable[[str], str]) -> None:
    """Each mail goes from its sender to its recipient."""
    said = printed(
        SERVER
        + """
def send(number):
    with connect() as server:
        server.sendmail(f"from{number}", [f"to{number}"], f"text{number}")


lock = Lock()
shared = connect()


def send_in_turn(number):
    with lock:
        shared.sendmail(f"from{number}", [f"to{number}"], f"text{number}")


for way in send, send_in_turn:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(way, range(9)))
    want = [(f"<from{n}>", [f"<to{n}>"], f"text{n}") for n in range(9)]
    print(sorted(sent) == want)
    sent.clear()
"""
    )

    assert said == "True\nTrue\n"


def test_the_modules_have_no_lock(printed: Callable[[str], str]) -> None:
    """None of the three makes one, for SMTP, IMAP or FTP."""
    said = printed("""
        import ftplib
        import imaplib
        import inspect
        import smtplib

        print(["Lock(" in inspect.getsource(each) for each in (ftplib, imaplib, smtplib)])
    """)

    assert said == "[False, False, False]\n"
