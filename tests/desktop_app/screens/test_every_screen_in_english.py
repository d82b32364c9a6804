"""Nothing is cut off without a tooltip, in the other language, unnamed, out of Tab's order or faint: in English.

The other language has a file of its own, so that two workers can walk at once.
"""

from tests.desktop_app.screens.walking import faults_of_every_screen


def test_every_screen_can_be_read_heard_and_walked_through_in_english() -> None:
    assert faults_of_every_screen("en") == {}
