"""Every mark that the program sets is said in words of both languages; one from a newer version as it is."""

import pytest

from desktop_app.presenters.change_words import mark_word
from study.followup import SERVES
from study.judgement import ACKNOWLEDGED, AWAITING
from study.proposing import NO_DEVIATION, NO_EVENT
from study.rights import ASIDE, NOT_ONE
from study.unusual import EXPLAINED

KINDS = [ACKNOWLEDGED, AWAITING, EXPLAINED, SERVES, NO_DEVIATION, NO_EVENT, NOT_ONE, ASIDE, "source-verified"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_has_words(kind: str) -> None:
    assert mark_word(kind).en != kind or "-" not in kind
    assert not mark_word(kind).zh.isascii()


def test_an_unknown_mark_is_said_as_it_is() -> None:
    assert mark_word("seen-by-nobody").en == "seen-by-nobody"
