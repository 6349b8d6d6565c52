"""Set up .venv from the hashed lock; when nothing has changed since, do nothing.

    python bootstrap.py                  make .venv, or make it anew where it is out of date
    python bootstrap.py lock             write requirements.txt from pyproject.toml
    python bootstrap.py lock --upgrade   the same, with the newest release of everything
    python bootstrap.py port 8000        refuse, in one line, if that port is taken

`make` calls this before every command. Where there is no make, call it by hand.

Any Python 3 can read this file, so that one that is too old says so in a line
rather than in a traceback: hence no f-strings, and hints in quotes.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.join(ROOT, "pyproject.toml")
LOCK = os.path.join(ROOT, "requirements.txt")
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "set-up-from")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
DIGEST_LINE = "# dependencies of pyproject.toml: sha256:"


class Refusal(Exception):
    """One line for the person: what is wrong, and what to do."""


def main(arguments: "list[str]") -> int:
    try:
        check_python()
        if not arguments:
            set_up()
        elif arguments[0] == "lock" and arguments[1:] in ([], ["--upgrade"]):
            lock(upgrade="--upgrade" in arguments)
        elif arguments[0] == "port" and len(arguments) == 2:
            check_port(arguments[1])
        else:
            raise Refusal("no such command: %s. See the top of bootstrap.py" % " ".join(arguments))
    except Refusal as refusal:
        sys.stderr.write("bootstrap: %s\n" % refusal)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("bootstrap: stopped; the next call begins again\n")
        return 130
    return 0


def check_python() -> None:
    """Refuse a Python that the tools can't run on."""
    need = floor(read(PROJECT))
    here = "{}.{}.{} ({})".format(*sys.version_info[:3], sys.executable)
    if tuple(sys.version_info[:2]) < tuple(int(part) for part in need.split(".")):
        raise Refusal(
            "Python %s or newer is needed, and this is %s. Name a newer one: "
            "make PYTHON=/path/to/python3, or without make: /path/to/python3 bootstrap.py"
            % (need, here)
        )
    import sysconfig

    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise Refusal(
            "this is a free-threaded Python, %s, and not every tool has a build for it. "
            "Set up with a usual one: make PYTHON=/path/to/python3. "
            "`make matrix` runs the programs on free-threaded ones" % here
        )


def floor(project: str) -> str:
    """The oldest Python of pyproject.toml, read without a TOML parser: an old Python has none."""
    found = re.search(r'^requires-python = ">=(\d+\.\d+)"', project, re.MULTILINE)
    if not found:
        raise Refusal('pyproject.toml has no line requires-python = ">=3.x"; put it back')
    return found.group(1)


def set_up() -> None:
    """Make .venv hold what the lock names; return at once if it does."""
    check_lock()
    wanted = wanted_stamp()
    if is_ready(wanted):
        return
    check_venv_module()
    with one_at_a_time():
        if is_ready(wanted):  # another call was faster
            return
        say("setting up .venv with Python %s (once; takes about a minute)" % sys.version.split()[0])
        make_venv()
        with open(STAMP, "w", encoding="utf-8") as stamp:  # the folder may have an accent
            stamp.write(wanted)


def is_ready(wanted: str) -> bool:
    return os.path.exists(PYTHON) and os.path.exists(STAMP) and read(STAMP) == wanted


def wanted_stamp() -> str:
    """What .venv depends on: this Python, this folder, and every byte of the lock."""
    import hashlib

    lock_digest = hashlib.sha256(read(LOCK).encode("utf-8")).hexdigest()
    return "\n".join([" ".join(sys.version.split()), sys.base_prefix, ROOT, lock_digest, ""])


def check_lock() -> None:
    if not os.path.exists(LOCK):
        raise Refusal("requirements.txt is missing. Take it back: git checkout requirements.txt")
    if (DIGEST_LINE + dependency_digest()) not in read(LOCK).splitlines():
        raise Refusal(
            "requirements.txt is stale: the dependencies in pyproject.toml have changed since it "
            "was made. Make it anew: make lock, or without make: python bootstrap.py lock"
        )


def dependency_digest() -> str:
    """Over what the lock is made from, so that a comment in pyproject.toml changes nothing."""
    import hashlib
    import json
    import tomllib

    with open(PROJECT, "rb") as file:
        try:
            project = tomllib.load(file)["project"]
            made_from = [project["requires-python"], sorted(project["dependencies"])]
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise Refusal("pyproject.toml can't be read: %s. Mend it" % error) from None
    return hashlib.sha256(json.dumps(made_from).encode("utf-8")).hexdigest()


def check_venv_module() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Refusal(
            "%s comes without the venv and ensurepip modules. On Debian and Ubuntu: "
            "apt install python3-venv; elsewhere name a whole Python: make PYTHON=/path/to/python3"
            % sys.executable
        ) from None


@contextlib.contextmanager
def one_at_a_time() -> "Iterator[None]":
    """Two terminals that start at once do not make the same .venv twice."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with open(__file__, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    # by its real path: a link elsewhere would not find its library from inside .venv, and a
    # Python that is itself in a virtual environment stands for the one behind it; read now,
    # since it may be the .venv that goes
    python = os.path.realpath(sys.executable) if os.name == "posix" else sys.executable
    if os.path.isdir(VENV):
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise Refusal(
                "the old .venv can't be removed: %s. "
                "End what still runs from it, leave it (deactivate), then call again" % error
            ) from None
    run([python, "-I", "-m", "venv", VENV], "Python could not make .venv", "Then call again")
    install = "-I -m pip --disable-pip-version-check install --no-input --require-hashes -r"
    run(
        [PYTHON, *install.split(), LOCK],
        "pip could not install requirements.txt",
        "Often it is the network or a proxy: then call again. "
        "If a hash does not match or a version is not found, say so in an issue",
    )


def run(command: "list[str]", trouble: str, advice: str) -> None:
    """Run it in silence; if it fails, show its last lines and the advice."""
    environment = dict(os.environ)
    for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT"):
        environment.pop(name, None)  # they would take the packages elsewhere
    process = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
    )
    if process.returncode:
        lines = process.stdout.decode("utf-8", "replace").splitlines()
        last = "".join("    %s\n" % line for line in lines[-8:])
        raise Refusal("%s. It ended with:\n%s%s" % (trouble, last, advice))


def lock(upgrade: bool) -> None:
    """Write requirements.txt: every package, every hash, no address."""
    import tempfile

    uv = find_uv()
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "requirements.txt")
        if os.path.exists(LOCK) and not upgrade:
            shutil.copy(LOCK, output)  # uv keeps the versions that it finds there
        options = "--universal --generate-hashes --no-emit-index-url --no-emit-find-links"
        options += " --no-header --quiet --python-version " + floor(read(PROJECT))
        run(
            [uv, "pip", "compile", "pyproject.toml", *options.split(), "--output-file", output],
            "uv could not make the lock",
            "requirements.txt is as it was",
        )
        pins = read(output)
    address = re.search(r"^.*(://|--(index|extra-index|find-links)).*$", pins, re.MULTILINE)
    if address:
        raise Refusal(
            "the lock would hold an address: %s. requirements.txt is as it was; "
            "look at your uv settings" % address.group().strip()
        )
    header = [
        "# Every package that this checkout needs, with hashes, for any system and Pythons from",
        "# %s on. `make lock` writes it from pyproject.toml; UPGRADE=1 takes the newest of each."
        % floor(read(PROJECT)),
        DIGEST_LINE + dependency_digest(),
    ]
    with open(LOCK, "w", newline="\n", encoding="utf-8") as file:
        file.write("\n".join(header) + "\n" + pins)
    say("requirements.txt names %d packages" % len(re.findall(r"^\S+==", pins, re.MULTILINE)))


def find_uv() -> str:
    """The one that the present lock names; before there is a lock, any."""
    if os.path.exists(LOCK):
        if not os.path.exists(STAMP):
            check_venv_module()
            with one_at_a_time():
                say("setting up .venv from the present lock, for uv")
                make_venv()
        found = shutil.which("uv", path=BIN)
    else:
        found = shutil.which("uv")
    if not found:
        raise Refusal(
            "uv, which makes the lock, was not found. Take back the lock that names it "
            "(git checkout requirements.txt), or install uv; then call again"
        )
    return found


def check_port(port: str) -> None:
    import socket

    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal("%s is no port; choose a number: make serve PORT=8001" % (port or "''"))
    with contextlib.closing(socket.socket()) as listener:
        if os.name == "posix":  # a port that was left a moment ago is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise Refusal(
                "port %s of 127.0.0.1 is not free (%s). Choose another: make serve PORT=%d"
                % (port, error.strerror, 8001 if port == "8000" else 8000)
            ) from None


def say(line: str) -> None:
    sys.stderr.write("bootstrap: %s\n" % line)
    sys.stderr.flush()


def read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
