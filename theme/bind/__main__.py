"""``python -m theme.bind site``."""

import os
import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

from theme.bind import bind, lead_there, pdf
from theme.faults import PageError

found = os.environ.get("CHROMIUM") or next(filter(None, map(which, pdf.CALLED)), None)
if found is None:
    sys.exit(f"Error: a browser prints the book, and none is here; install {pdf.CALLED[0]}")
folder = Path(sys.argv[1])
try:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        bind(folder, browser, folder)
        browser.close()
    lead_there(folder)
except PageError as error:
    sys.exit(f"Error: {error}")
