"""What the recorder does inside a program's interpreter, before the program begins.

Its folder stands first on the program's path only where one of these
variables is set; in the usual case nothing of ours is inside.

FORCED_START_METHOD    multiprocessing's default, as the program's own first
                       line could set it
NOTED_FOLDER, NOTES    writes below the folder are noted in the file, one a
                       line, by this process and its children; the folder
                       itself stands for a program of another language
TOLD_TO                where each thread of this process and its children stands
                       is written into the folder when the recorder asks
STRIKE                 the program is struck at one line, as this file orders
WATCHED, WATCHED_TO    the program's file is watched by this process and its
                       children, and what is seen is noted in the folder
"""

import os
import sys

if method := os.environ.get("FORCED_START_METHOD"):
    import multiprocessing

    multiprocessing.set_start_method(method)

if folder := os.environ.get("NOTED_FOLDER", ""):
    #: What changes its first arguments.
    CHANGES = (
        *("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename"),
        *("os.rmdir", "os.symlink", "os.truncate", "os.utime"),
    )
    #: What starts a program that cannot be watched from here.
    STARTS = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec")
    notes = os.open(os.environ["NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.set_inheritable(notes, True)

    def note(event: str, arguments: tuple[object, ...]) -> None:
        paths: tuple[object, ...] = ()
        if event == "open":
            path, mode, flags = arguments
            if set(str(mode or "")) & set("wax+") or int(str(flags or 0)) & 3:
                paths = (path,)
        elif event.startswith(CHANGES):
            paths = arguments[:2]
        elif event.startswith(STARTS):
            paths = () if arguments[0] == sys.executable else (folder,)
        for path in paths:
            if isinstance(path, (str, bytes)):
                full = os.path.abspath(os.fsdecode(path))
                if os.path.join(full, "").startswith(os.path.join(folder, "")):
                    os.write(notes, f"{full}\n".encode())

    sys.addaudithook(note)

if "TOLD_TO" in os.environ:
    import telling  # type: ignore[import-not-found]

    telling.start()

if "STRIKE" in os.environ:
    import striking  # type: ignore[import-not-found]

    striking.start()

if "WATCHED" in os.environ:
    import watching  # type: ignore[import-not-found]

    watching.start()
