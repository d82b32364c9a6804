"""An archive holds the whole record, is read with nothing of ours, and names no child unless that was asked for."""

import re
from html import escape, unescape
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desktop_app.identity import Identity, child_key, seal_value
from desktop_app.presenters.archive.still import HIDDEN, Veil
from storage.keys import SiteKey
from storage.verify import verify_store
from study.address import Address
from study.changes.facts import Accessed
from study.values import TextValue
from tests.kit.archive import BORN, EDF, NAME, NUMBER, PNG, Kept, Read


def test_it_is_whole_for_whoever_has_nothing_but_the_folder(kept: Kept) -> None:
    made, read = kept.archive()
    sums = read.sums()
    assert {path: read.hash(path) for path in read.paths() if path != "SHA256SUMS"} == sums
    manifest = read.manifest()
    listed = {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]}
    assert {*listed, "manifest.json", "manifest.sig"} == set(sums)
    assert all((read.folder / path).stat().st_size == size for path, (size, _digest) in listed.items())
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest["public_key"]))
    signature = bytes.fromhex((read.folder / "manifest.sig").read_text().strip())
    key.verify(signature, b"cartella/archive/1\n" + (read.folder / "manifest.json").read_bytes())
    assert manifest["public_key"] == kept.work.session.unlocked.device_public_key.hex()
    assert manifest["state"]["state"] == kept.work.store.reader.digest()
    assert manifest["by"] == "周敏"
    assert made.written.files == len(listed)
    assert [path.name for path in kept.target.iterdir()] == [read.folder.name], "nothing half made stays beside it"
    _every_way_leads_somewhere(read)


def _every_way_leads_somewhere(read: Read) -> None:
    reached = set()
    for path, place in read.paths().items():
        if path.endswith(".html"):
            page = place.read_text(encoding="utf-8")
            assert "<script" not in page
            assert not re.search(r"(?:src|href)=.(?:https?:|//)", page), "nothing comes from elsewhere"
            for way in re.findall(r'href="([^"]+)"', page):
                target = (place.parent / unquote(unescape(way))).resolve()
                assert target.is_file(), (path, way)
                reached.add(target.relative_to(read.folder.resolve()).as_posix())
    assert set(read.paths()) <= reached | {"index.html"}, "every file is led to"


def test_the_record_stands_in_it_value_by_value(kept: Kept) -> None:
    _made, read = kept.archive()
    rows = [row for row in read.table("data/values.csv") if (row["code"], row["visit"]) == ("LN-007", "M3")]
    protein = next(row for row in rows if row["item"] == "UPROTC")
    assert (protein["value"], protein["comparator"], protein["unit"]) == ("300", "<", "mg/L")
    form = next(row for row in read.table("data/forms/URINE.csv") if row["visit"] == "M3")
    assert (form["UPROTC"], form["UPROTC_CMP"], form["code"]) == ("300", "<", "LN-007")
    heights = [row for row in read.table("data/values.csv") if (row["visit"], row["item"]) == ("W2", "HEIGHT")]
    assert {row["value"] for row in heights} == {"148.5", "149.5"}
    assert {row["conflict"] for row in heights} == {"Y"}
    assert "149.5" not in read.pdf("children/LN-007/W2.pdf"), "what nobody decided is not printed as the value"
    assert "300" in read.pdf("children/LN-007/M3.pdf")
    values = {(row["subject"], row["visit"], row["item"]) for row in read.table("data/values.csv")}
    reader = kept.work.store.reader
    standing = {(a.subject, a.visit, a.item) for s in reader.subjects() for a in reader.values(s.id)}
    assert values == standing
    dictionary = read.table("data/dictionary.csv")
    assert {"代码 / Code", "名称（中文） / Label (Chinese)"} <= set(dictionary[0])
    derived = [
        row for row in read.table("data/derived.csv") if row["value_code"] == "EGFR_U25" and row["visit"] == "M3"
    ]
    assert derived[0]["result"]
    lines = [line for page in reader.audit_pages() for line in page]
    for language in ("en", "zh"):
        assert len(read.table(f"audit/audit-{language}.csv")) == len(lines)
    assert "HEIGHT" in next(iter(read.folder.glob("study/*/forms/VS.yaml"))).read_text(encoding="utf-8")
    texts = {
        p.relative_to(next(read.folder.glob("study/*/"))).as_posix() for p in read.folder.glob("study/*/**/*.yaml")
    }
    assert texts == {name for name in kept.work.study.texts if name.endswith(".yaml")}
    assert {row["code"] for row in read.table("data/children.csv")} == {"LN-007", "LN-008"}


def test_signatures_queries_and_files_say_how_they_stand(kept: Kept) -> None:
    _made, read = kept.archive()
    assert verify_store(kept.work.store, kept.work.session.unlocked).whole
    signed = {row["visit"]: row for row in read.table("data/signatures.csv")}
    assert signed["M3"]["stands_en"] == "holds"
    assert signed["M1"]["stands_en"] == "void: changed after signing"
    assert {row["proof_en"] for row in signed.values()} == {"verified"}
    assert signed["M1"]["void_by_en"].startswith("Weight 43.0 kg → 43.5 kg")
    assert len(signed["M1"]["digest"]) == 64
    page = read.page("children/LN-007/index.html")
    assert "失效：签名后有更改" in page
    assert "已核对原始记录" in page
    assert [row["did_en"] for row in read.table("data/queries.csv")] == ["asked", "answered"]
    files = {row["form"]: row for row in read.table("data/files.csv")}
    assert files["ECHO"]["file"] == ""
    assert "can't be found by a program" in files["ECHO"]["why_not_in_it_en"]
    assert files["EEG"]["header_emptied"] == "Y"
    recording = (read.folder / files["EEG"]["file"]).read_bytes()
    assert recording[8:16] == b"X X X X "
    assert len(recording) == EDF.stat().st_size, "what was recorded is all there"


def test_no_byte_of_it_names_a_child_unless_that_was_asked_for(kept: Kept) -> None:
    made, read = kept.archive(language="en")
    words = (NAME, NUMBER, "0234567", "Xiaoman", BORN.isoformat(), "欧阳明")
    assert read.holds(*words) == []
    assert read.holds("周敏"), "the search finds what is there"
    assert HIDDEN in next(r["value"] for r in read.table("data/values.csv") if r["item"] == "VISRSNTX")
    assert HIDDEN in read.pdf("children/LN-007/M3.pdf")
    assert "LN-007" in read.pdf("children/LN-007/M3.pdf")
    assert any("[…] stands there instead" in each.en for each in made.absent)
    assert any("ECHO" in each.en for each in made.absent)
    named, read = kept.archive(names=True)
    assert not any("[…]" in each.en for each in named.absent)
    listed = {row["code"]: row for row in read.table("names/children.csv")}
    assert (listed["LN-007"]["NAME"], listed["LN-008"]["NAME"]) == (NAME, "欧阳明")
    assert listed["LN-007"]["BRTHDTC"] == BORN.isoformat()
    files = {row["form"]: read.folder / row["file"] for row in read.table("data/files.csv")}
    assert files["ECHO"].read_bytes() == PNG
    assert b"Lin_Xiaoman" in files["EEG"].read_bytes()
    assert NAME in read.page("children/LN-007/index.html")
    assert "仅限存入本院档案室" in read.page()
    told = [line.fact.detail for line in kept.work.store.reader.audit() if isinstance(line.fact, Accessed)]
    assert told[-2:] == ["archive", "archive named"], "each stands in the record"


def test_it_says_until_when_it_is_kept_and_what_it_lacks(kept: Kept) -> None:
    made, read = kept.archive()
    page = read.page()
    assert "至少保存至" in page
    assert "研究结束日尚未确定" in page
    said = " ".join(each.en for each in made.absent)
    assert "not enrolled with an EDC" in said
    assert "nobody decided: 1" in said
    assert "Queries that are not closed: 1." in said
    assert "Forms that wait for a signature: LN-007" in said
    assert all(each.zh and each.zh != each.en for each in made.absent)


def test_the_veil_hides_whole_names_and_numbers_and_no_part_of_another_word() -> None:
    veil = Veil([("a", Identity({"NAME": "Anna Rossi", "TEL": "138 0013 8000", "FLOOR": "12"}, BORN, "Anna Rossi"))])
    assert veil.hide("anna  rossi came, Annabella Rossini did not") == "[…] came, Annabella Rossini did not"
    assert veil.hide("call 138 0013 8000 or 4138 0013 80001") == "call […] or 4138 0013 80001"
    assert veil.hide("12 mg") == "12 mg"
    assert veil.hide("2014-05-02") == "2014-05-02", "a day beside another child"
    assert veil.hide("2014-05-02", "a") == "[…]"
    assert veil.hidden == 3
    assert Veil([]).hide("Anna Rossi") == "Anna Rossi"


def test_the_veil_finds_a_name_as_a_printed_form_escapes_it() -> None:
    said = "Sean O'Brien, fever"
    veil = Veil([("a", Identity({"NAME": "Sean O'Brien"}, BORN, "Sean O'Brien"))])
    assert veil.hide(f"<b>{escape(said)}</b>") == "<b>[…], fever</b>"
    assert veil.hide(said) == "[…], fever"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王 小明发热", "[…]发热"),
        ("王　小　明", "[…]"),
        ("电话138-0013-8000", "电话[…]"),
        ("电话１３８００１３８０００", "电话[…]"),
        ("110101 2014 0502 1237", "[…]"),
        ("ＭＣＨ0234567", "[…]"),
        ("生于2014年5月2日", "生于[…]"),
        ("born 2014/5/2, 20140502 or 2014.05.02", "born […], […] or […]"),
        ("小明", "小明"),
        ("2014-05-21", "2014-05-21"),
    ],
)
def test_the_veil_hides_what_is_spaced_or_wider_or_a_birthday_in_another_form(text: str, left: str) -> None:
    texts = {"NAME": "王小明", "TEL": "13800138000", "ID": "110101201405021237", "MRN": "MCH0234567"}
    assert Veil([("a", Identity(texts, BORN, "王小明"))]).hide(text, "a") == left


def test_a_name_that_was_corrected_is_hidden_where_a_text_still_says_it(kept: Kept) -> None:
    work = kept.work
    subject = work.enrol("LN-009", name="赵一鸣", infused=None)
    work.follow(subject)
    work.set(subject, "M3", "VISIT", {"VISRSNTX": TextValue("赵一鸣家属来电")})
    key = child_key(SiteKey(work.store.reader.site_key()), work.course(subject).record)
    assert key is not None
    name = Address(subject, "SCR", form="DM", item="NAME")
    work.set(subject, "SCR", "DM", {"NAME": seal_value(key, name, "赵一铭")}, reason="wrong character")
    assert work.child(subject).identity.name == "赵一铭"
    _made, read = kept.archive()
    assert read.holds("赵一鸣", "赵一铭") == []
