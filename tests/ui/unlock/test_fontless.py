"""Promise of the frame: where no font with Chinese characters is installed it is said plainly, before anybody is in, in
words that can be read without one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
from pytestqt.qtbot import QtBot

from ui.look import Look
from ui.unlock.brand import Brand

PROCESS = Path(__file__).with_name("fontless_process.py")
LATIN = Path(matplotlib.get_data_path(), "fonts", "ttf")
ONLY = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


def test_a_computer_without_chinese_characters_says_so_in_words_it_can_show(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(ONLY.format(fonts=LATIN, cache=tmp_path / "cache"))
    settings = {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, str(PROCESS)],
        env={**os.environ, **settings},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["families"] == 0 or sys.platform != "linux", "only there are fonts chosen by a file"
    for screen in ("gate", "first run"):
        for language, texts in told["told"][screen].items():
            said = [text for text in texts if "No font with Chinese characters" in text]
            assert len(said) == (told["families"] == 0), (screen, language)
            assert all("The data are not affected." in text for text in said)


def test_a_computer_with_them_says_nothing_of_fonts(qtbot: QtBot, look: Look) -> None:
    brand = Brand(look)
    qtbot.addWidget(brand)
    brand.show()
    brand.show_study("Follow-up", "")
    assert not brand.no_chinese.isVisible()
