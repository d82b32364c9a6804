"""Bundles that are carried: lost, doubled, late, edited, cut, brought to the wrong place, with syncs in between."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from study.errors import KnownError
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.lines import PLACES, centre_of, check_site, everything
from tests.kit.clinic import Centre, Clinic
from tests.kit.stick import Stick

DAMAGE = {
    "device-unknown",
    *(f"bundle-{what}" for what in ("damaged", "not-one", "newer", "not-signed", "is-reply", "is-request")),
    *(f"bundle-other-{whose}" for whose in ("edc", "device", "site")),
}
"""What an altered file may be told to be; nothing of it is taken in, whatever it is called."""
ORDER = {"bundle-old", "bundle-gap", "bundle-overtaken"}


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal, "" when it was done."""
    try:
        act()
    except KnownError as error:
        return error.code
    return ""


class Pile:
    """What lies about: bundles and replies, by the workstation they are of."""

    def __init__(self, stick: Stick, clinics: list[Clinic]) -> None:
        self.stick = stick
        self.clinics = clinics
        self.bundles: list[tuple[int, Path]] = []
        self.replies: list[tuple[int, Path]] = []

    def export(self, who: int) -> None:
        self.bundles.append((who, self.stick.export(self.clinics[who])[0]))

    def take(self, which: int) -> None:
        who, path = self.bundles[which]
        reply = self.stick.folder / f"{path.stem}-{len(self.replies)}.reply"
        self.replies.append((who, self.stick.take(path, reply)[0]))

    def hear(self, which: int) -> str:
        """The refusal by its order, "" when it was taken in."""
        who, reply = self.replies[which]
        refusal = refused(lambda: self._heard(who, reply))
        assert refusal in {"", *ORDER}, refusal
        return refusal

    def _heard(self, who: int, reply: Path) -> None:
        report = self.stick.hear(self.clinics[who], reply)
        assert not report.error_code, report.error_code
        assert report.agrees is not False

    def misplace(self, which: int, at: int) -> None:
        """At another workstation it is refused."""
        who, reply = self.replies[which]
        if who == at:
            return
        assert refused(lambda: self.stick.hear(self.clinics[at], reply)) == "bundle-other-device"


def settle(pile: Pile) -> None:
    """Two rounds of bundles that all arrive: every queue is empty, and all agree."""
    for clinic in pile.clinics:
        pile.stick.round(clinic)
    reports = [pile.stick.round(clinic) for clinic in pile.clinics]
    for report in reports:
        assert not report.error_code, report.error_code
        assert (report.left, report.refused) == (0, ())
    assert len({clinic.store.reader.digest() for clinic in pile.clinics}) == 1, "the workstations differ"


def _world(place: Place, draw: random.Random) -> tuple[Centre, Pile]:
    centre = centre_of(place)
    names = ["bedside", "ward", "office"][: draw.randrange(2, 4)]
    clinics = [place.clinic(name, site=centre.site, user=name) for name in names]
    stick = Stick(place.folder / "stick", centre.service)
    for clinic in clinics:
        stick.round(clinic, code=centre.admin.new_code(centre.site))
    return centre, Pile(stick, clinics)


def carried(place: Place, draw: random.Random) -> Met:
    """Any order of exports, imports and losses between two or three workstations."""
    centre, pile = _world(place, draw)
    met: Met = Counter()
    for _ in range(draw.randrange(8, 24)):
        who, did = draw.randrange(len(pile.clinics)), draw.random()
        if did < 0.35:
            pile.clinics[who].write(str(draw.randrange(4)), reason="again", place=draw.choice(PLACES))
        elif did < 0.55 or not pile.bundles:
            pile.export(who)
            met["exported"] += 1
        elif did < 0.75 or not pile.replies:
            which = draw.randrange(len(pile.bundles))
            met["doubled" if any(reply.name.startswith(f"{pile.bundles[which][1].stem}-")
                                 for _who, reply in pile.replies) else "taken in"] += 1  # fmt: skip
            pile.take(which)
        elif did < 0.9:
            met[pile.hear(draw.randrange(len(pile.replies))) or "heard"] += 1
        elif did < 0.95:
            pile.misplace(draw.randrange(len(pile.replies)), who)
            met["misplaced"] += 1
        else:
            assert pile.clinics[who].sync(centre.connect(pile.clinics[who])).complete
            met["synced"] += 1
    settle(pile)
    check_site(centre.service, centre.site, pile.clinics[0], everything(pile.clinics))
    return met


def spoilt(place: Place, draw: random.Random) -> Met:
    """A bundle and its reply, each edited or cut at a place: named, and nothing of it taken in; whole, it is taken."""
    centre, pile = _world(place, draw)
    met: Met = Counter()
    clinic = pile.clinics[0]
    for _ in range(draw.randrange(1, 40)):
        clinic.write(str(draw.randrange(4)), reason="again", place=draw.choice(PLACES))
    bundle, _written = pile.stick.export(clinic)
    number = centre.admin.sites()[0].number
    for _ in range(20):
        met[_spoil(bundle, draw, lambda: pile.stick.take(bundle, pile.stick.folder / "never"))] += 1
    assert centre.admin.sites()[0].number == number
    assert not (pile.stick.folder / "never").exists()
    reply, _taken = pile.stick.take(bundle)
    stands = clinic.store.reader.cursor(), clinic.store.reader.digest()
    for _ in range(20):
        met[_spoil(reply, draw, lambda: pile.stick.hear(clinic, reply))] += 1
    assert (clinic.store.reader.cursor(), clinic.store.reader.digest()) == stands
    assert pile.stick.hear(clinic, reply).agrees is True
    settle(pile)
    return met


def _spoil(path: Path, draw: random.Random, take: Callable[[], object]) -> str:
    whole = path.read_bytes()
    data = bytearray(whole)
    kind = draw.choice(["edited", "cut", "lengthened", "swapped"])
    at = draw.randrange(len(data))
    if kind == "edited":
        data[at] ^= draw.randrange(1, 256)
    elif kind == "cut":
        del data[at:]
    elif kind == "lengthened":
        data += draw.randbytes(draw.randrange(1, 200))
    else:
        other = draw.randrange(len(data))
        data[at], data[other] = data[other], data[at]
    if bytes(data) == whole:
        return "unchanged"
    path.write_bytes(bytes(data))
    refusal = refused(take)
    path.write_bytes(whole)
    assert refusal in DAMAGE, f"{kind} at {at} of {len(whole)} bytes: {refusal or 'taken in'}"
    return kind


CAMPAIGNS = (
    Campaign("bundles-carried", "bundles lost, doubled, late and misplaced end in one state with nothing lost", 250,
             carried),
    Campaign("bundles-spoilt", "a bundle that was edited or cut is named and nothing of it is taken in", 250, spoilt),
)  # fmt: skip
