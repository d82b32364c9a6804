"""Debian's Chromium without a screen, driven by the W3C WebDriver protocol over plain HTTP: no library of its own.

Elements are found as a person names them: links, buttons and fields by their words. Owns no fixture.
"""

import base64
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE_S = 20.0


class Browser:
    """One browser with a fresh profile; `language` is what it tells pages, `script` whether it runs any."""

    def __init__(self, folder: Path, *, language: str = "en", script: bool = True, dark: bool = False) -> None:
        driver = shutil.which("chromedriver")
        browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
        if driver is None or browser is None:
            raise RuntimeError("the page's tests need chromium and chromium-driver (dev.py test installs them)")
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        self._log = (folder / "chromedriver.log").open("wb")
        self._process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=self._log)
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{self._port()}", timeout=60, trust_env=False)
        prefs = {
            "intl.accept_languages": language,
            "download.default_directory": str(self.downloads),
            "download.prompt_for_download": False,
            "profile.managed_default_content_settings.javascript": 1 if script else 2,
        }
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1366,768", f"--lang={language}"]
        words += ["--hide-scrollbars", "--disable-dev-shm-usage", *(["--force-dark-mode"] if dark else [])]
        chrome = {"binary": browser, "args": [*words, f"--user-data-dir={folder / 'profile'}"], "prefs": prefs}
        asked = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": chrome}}}
        self._session = "/session/" + self._value(self._http.post("/session", json=asked))["sessionId"]
        # Without a screen nobody answers where a file should go.
        where = {"behavior": "allow", "downloadPath": str(self.downloads)}
        self._post("/goog/cdp/execute", {"cmd": "Browser.setDownloadBehavior", "params": where})

    def _port(self) -> int:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b"successfully on port" in line:
                return int(line.rsplit(b" ", 1)[1].strip(b".\n "))
        raise RuntimeError("chromedriver did not start")

    def close(self) -> None:
        """End the browser and its driver."""
        self._http.delete(self._session)
        self._http.close()
        self._process.terminate()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()

    # What a person does

    def open(self, url: str) -> None:
        """Go to an address."""
        self._post("/url", {"url": url})

    def back(self) -> None:
        """The browser's own way back."""
        self._post("/back", {})

    def click(self, words: str, within: str = "") -> None:
        """The first link, button or panel of these words that can be seen."""
        quoted = _quoted(words)
        named = "self::a or self::button or self::summary"
        self._click(self._one(f"{within}//*[{named}][starts-with(normalize-space(), {quoted})]"))

    def tick(self, label: str) -> None:
        """A box by the beginning of its accessible name."""
        self._click(self._one(f"//input[@type='checkbox'][contains(@aria-label, {_quoted(label)})]"))

    def type(self, label: str, text: str, within: str = "") -> None:
        """Write into the visible field that a label names, in place of what is in it."""
        quoted = _quoted(label)
        labelled = f"//*[@id=//label[starts-with(normalize-space(), {quoted})]/@for]"
        inside = f"//label[starts-with(normalize-space(), {quoted})]//*[self::textarea or self::input]"
        field = self._one(f"{within}{labelled} | {within}{inside}")
        self._post(f"/element/{field}/clear", {})
        self._post(f"/element/{field}/value", {"text": text})

    def choose(self, label: str, answer: str) -> None:
        """An answer of a drop-down list."""
        quoted = _quoted(label)
        self._click(self._one(f"//*[@id=//label[normalize-space()={quoted}]/@for]/option[.={_quoted(answer)}]"))

    def keys(self, text: str) -> None:
        """Keys to wherever the focus is."""
        focused = self._value(self._http.get(f"{self._session}/element/active"))[_ELEMENT]
        self._post(f"/element/{focused}/value", {"text": text})

    # What a person sees

    @property
    def text(self) -> str:
        """Everything that can be read on the page."""
        return str(self.run("return document.body ? document.body.innerText : ''"))

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self._value(self._http.get(f"{self._session}/url")))

    def sees(self, text: str) -> bool:
        """Waits until the page says this; False when it never does."""
        until = time.monotonic() + _PATIENCE_S
        while text not in self.text:
            if time.monotonic() > until:
                return False
        return True

    def waits(self, script: str) -> bool:
        """Waits until a script on the page returns true; False when it never does."""
        until = time.monotonic() + _PATIENCE_S
        while self.run(script) is not True:
            if time.monotonic() > until:
                return False
        return True

    def downloaded(self, pattern: str) -> list[Path]:
        """The files that came, once they are whole."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            files = list(self.downloads.iterdir())
            if files and not any(file.suffix == ".crdownload" for file in files):
                break
        return list(self.downloads.glob(pattern))

    def run(self, script: str) -> Any:
        """What a script on the page returns."""
        return self._value(self._http.post(f"{self._session}/execute/sync", json={"script": script, "args": []}))

    def cookies(self) -> list[dict[str, Any]]:
        """Every cookie of the page, those that scripts can't read too."""
        found: list[dict[str, Any]] = self._value(self._http.get(f"{self._session}/cookie"))
        return found

    def forget(self, cookie: str) -> None:
        """Take a cookie away, as if it had run out."""
        self._http.delete(f"{self._session}/cookie/{cookie}")

    def picture(self, file: Path, width: int = 1366, height: int = 768) -> None:
        """The page as it is seen in a window of this size."""
        self._post("/window/rect", {"width": width, "height": height})
        file.write_bytes(base64.b64decode(self._value(self._http.get(f"{self._session}/screenshot"))))

    def _one(self, xpath: str) -> str:
        """The first such element that is displayed."""
        asked = {"using": "xpath", "value": xpath}
        for found in self._value(self._http.post(f"{self._session}/elements", json=asked)):
            element = str(found[_ELEMENT])
            if self._value(self._http.get(f"{self._session}/element/{element}/displayed")):
                return element
        raise AssertionError(f"nothing on the page is {xpath}\n{self.text}")

    def _click(self, element: str) -> None:
        self._post(f"/element/{element}/click", {})

    def _post(self, path: str, said: dict[str, Any]) -> None:
        self._value(self._http.post(f"{self._session}{path}", json=said))

    @staticmethod
    def _value(answer: httpx.Response) -> Any:
        value = answer.json()["value"]
        if answer.is_error:
            raise AssertionError(value["message"])
        return value


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"
