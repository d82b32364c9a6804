"""What was typed on the bedside and is not settled yet: texts waiting for an answer, values on their way to the store.

Owns no widget and writes nothing; the page asks it what to show and what a new fact names as its base.
"""

from collections.abc import Mapping

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import HalfSaid, Scene, Unsaved
from desktop_app.presenters.visit.usual_unit import usual_first
from study.address import Address, parse_key
from study.changes.facts import Report, ValueSet
from study.definition.model import Item
from study.entry import Decision, Field, Given, Impossible, Keep, Nothing, ReasonWanted, decide
from study.grammar import Ask, Option, Refused
from study.record import heads
from study.signing import wants_reason
from study.text import Text
from study.values import Cleared, DateValue, TextValue, Value
from ui.visit import state as shown
from ui.visit.acts import FieldLeft

REASONS = (
    shown.Option("typing", Text("typing error", "录入错误")),
    shown.Option("report", Text("corrected report", "报告更正")),
    shown.Option("source", Text("source document says otherwise", "与原始资料不符")),
)

NOTHING_BESIDE: Mapping[Address, Value] = {}


class Typing:
    """Texts and values between the keyboard and the log, by address key."""

    def __init__(self) -> None:
        self.unsaved: dict[str, Unsaved] = {}
        self.half_said: dict[tuple[str, str], HalfSaid] = {}
        """Explanations found again, by address key and check."""
        self.notes: dict[str, Text] = {}
        """What was read into the texts that were left, such as a comma as a point: said while the visit is open."""
        self._options: dict[str, tuple[Option, ...]] = {}
        self._given: dict[str, Given] = {}
        self._came: dict[str, tuple[str, Report]] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._sent: dict[str, ValueSet] = {}
        self.durable: set[str] = set()
        """Ids of values that are in the store and not on the screen yet: they still stand for what is shown."""

    def focused(self, scene: Scene, key: str) -> None:
        """Remember what the author is looking at: a later fact names it as its base.

        Of the fields left before only those with a text that waits keep theirs: who comes back looks anew.
        """
        self._bases = {name: seen for name, seen in self._bases.items() if name == key or name in self.unsaved}
        if key not in self._bases:
            self._bases[key] = self._heads(scene, key)

    def bases(self, scene: Scene, key: str) -> tuple[str, ...]:
        """The heads the author of a new value was looking at."""
        # No heads at all is an answer too: who typed into an empty field saw nothing, whatever came meanwhile.
        return self._bases.pop(key) if key in self._bases else self._heads(scene, key)

    def would_decide(self, scene: Scene, key: str) -> bool:
        """True when a value left here would silently decide between two that differ: its author saw both."""
        seen = self._bases.get(key) or self._heads(scene, key)
        return len(seen) > 1 and bool(scene.child.course.record.settled(parse_key(key)).conflict)

    def current(self, scene: Scene, key: str) -> Value | None:
        """What stands there for the author, a value on its way included; identity is compared by its opened text."""
        sent = self._sent.get(key)
        item = item_of(scene, key)
        if item.identity:
            text = scene.child.identity.texts.get(item.code, "")
            return _plain(item, text) if text else None
        fact = sent or scene.fact(item)
        return None if fact is None or isinstance(fact.value, Cleared) else fact.value

    def decide(self, scene: Scene, key: str, typed: str, given: Given) -> Decision:
        """Decide about a text, and remember what has to be asked."""
        item, address = item_of(scene, key), parse_key(key)
        decision = decide(scene.study, self._field(scene, key), typed, given)
        if not isinstance(decision, Nothing):
            self.notes.pop(key, None)
        match decision:
            case Ask(question=question, options=options):
                usual = usual_first(scene, item, address, options)
                self._options[key] = usual or options
                choices = tuple(shown.Option(str(n), option.label) for n, option in enumerate(usual or options))
                self.unsaved[key] = Unsaved(typed, shown.Ask(typed, question, choices, usual is not None))
            case Refused(sentence=sentence):
                self.unsaved[key] = Unsaved(typed, shown.Refused(typed, sentence))
            case Impossible(sentence=sentence, may_confirm=may_confirm):
                self.unsaved[key] = Unsaved(typed, shown.Refused(typed, sentence, may_confirm))
            case ReasonWanted(value=value):
                self._given[key] = Given(chosen=value, confirmed=given.confirmed, explanation=given.explanation)
                before = words.value_text(scene.study, item, self.current(scene, key), scene.language)
                self.unsaved[key] = Unsaved(typed, shown.ReasonForChange(before, typed, REASONS))
            case Nothing():
                self.unsaved.pop(key, None)
                self._bases.pop(key, None)
            case Keep(note=note):
                self.unsaved.pop(key, None)
                if note is not None and typed.strip():
                    self.notes[key] = note
        return decision

    def keeps(self, scene: Scene, key: str, value: Value, beside: Mapping[Address, Value]) -> bool:
        """Whether a value that nobody typed is kept without a question; `beside` are values to be kept too."""
        return isinstance(decide(scene.study, self._field(scene, key, beside), "", Given(chosen=value)), Keep)

    def _field(self, scene: Scene, key: str, beside: Mapping[Address, Value] = NOTHING_BESIDE) -> Field:
        item, address = item_of(scene, key), parse_key(key)
        on_their_way = {**{fact.address: fact.value for fact in self._sent.values()}, **beside}
        return Field(
            item, self.current(scene, key), scene.context(item), scene.role,
            wants_reason(scene.child.course.record, address), form=scene.study.forms[address.form],
            around=lambda value: scene.around(address, {**on_their_way, address: value}), day=scene.stands.day,
            before=before.value if (before := scene.previous(item)) is not None else None,
        )  # fmt: skip

    def came(self, act: FieldLeft) -> Given:
        """What a text that was left brings with it; kept for the answer to what may be asked of the same text."""
        self._came.pop(act.key, None)
        if act.came is not None:
            self._came[act.key] = (act.typed, act.came.report)
        return Given()

    def taken_over(self, key: str, typed: str, given: Given) -> Given:
        """What is given, with the tracing the text was taken over from, once it is kept."""
        text, report = self._came.pop(key, ("", None))
        return msgspec.structs.replace(given, report=report) if report is not None and text == typed else given

    def chosen(self, key: str, option: str) -> Given:
        """The reading that was chosen of a question."""
        return Given(chosen=self._options[key][int(option)].value)

    def with_reason(self, key: str, reason: str) -> Given:
        """What was to be kept, with the reason that was asked for."""
        wanted = self._given.pop(key, Given())
        return msgspec.structs.replace(wanted, reason=reason)

    def sent(self, fact: ValueSet) -> None:
        """A value is on its way to the store."""
        self._sent[fact.address.key] = fact
        self.unsaved.pop(fact.address.key, None)

    @property
    def on_their_way(self) -> frozenset[str]:
        """The fields whose values are on their way to the store or not on the screen yet."""
        return frozenset(self._sent)

    def arrived(self, fact: ValueSet) -> None:
        """The value is durable; until it is shown, the next one names it as its base."""
        self.durable.add(fact.id)

    def shown(self, durable: frozenset[str]) -> None:
        """What the screen shows was read when these values were in the store."""
        self._sent = {key: fact for key, fact in self._sent.items() if fact.id not in durable}
        self.durable -= durable

    def not_kept(self, fact: ValueSet, sentence: Text) -> None:
        """The store refused: the text stays in the field with the reason, and its base with it."""
        key = fact.address.key
        self._sent.pop(key, None)
        self._bases[key] = fact.bases
        self.unsaved[key] = Unsaved(fact.typed, shown.Refused(fact.typed, sentence))

    def forget(self, fact: ValueSet) -> None:
        """A value that nobody typed did not arrive: the field is as it was."""
        self._sent.pop(fact.address.key, None)

    def seen(self, scene: Scene, key: str) -> tuple[str, ...]:
        """The heads the author of a half-typed text is looking at; a draft keeps them."""
        return self._bases[key] if key in self._bases else self._heads(scene, key)

    def found_again(self, drafts: Mapping[str, tuple[str, str, tuple[str, ...]]]) -> None:
        """Half-typed texts from before a crash or a lock: key -> (text, when, the heads their author saw then)."""
        for key, (text, at, bases) in drafts.items():
            if key not in self.unsaved:
                self.unsaved[key] = Unsaved(text, shown.DraftBack(text, at))
                self._bases[key] = bases

    def _heads(self, scene: Scene, key: str) -> tuple[str, ...]:
        sent = self._sent.get(key)
        return (sent.id,) if sent else heads(scene.child.course.record.settled(parse_key(key)))


def item_of(scene: Scene, key: str) -> Item:
    """The item at an address key."""
    place = parse_key(key)
    return scene.study.item(place.form, place.item)


def reason_text(reason: str) -> str:
    """A chosen reason in words, both languages, as it is kept; a typed one as it was typed."""
    return reason_words(REASONS, reason)


def reason_words(options: tuple[shown.Option, ...], reason: str) -> str:
    """A reason that was chosen from a list, in words of both languages; any other text as it was typed."""
    for option in options:
        if option.code == reason:
            return f"{option.label.zh} / {option.label.en}"
    return reason


def identity_text(value: Value) -> str:
    """The text form under which identity is sealed; "" for anything else."""
    return value.text if isinstance(value, TextValue) else value.date if isinstance(value, DateValue) else ""


def _plain(item: Item, text: str) -> Value:
    return DateValue(text) if item.type in ("date", "partial_date") else TextValue(text)
