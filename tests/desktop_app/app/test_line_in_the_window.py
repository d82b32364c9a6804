"""How the EDC is reached, set in the admin room and in the first run: address, certificates, proxy, when it syncs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.app import App
from desktop_app.jobs.line import CA_NAME
from desktop_app.jobs.line_settings import line_state
from desktop_app.place import Place, Settings
from storage.proxy_login import ProxyLogin, proxy_login
from tests.kit.certificates import certificate
from tests.kit.window import PASSPHRASE
from ui.admin.line_dialog import LineDialog
from ui.admin.state import Section

SECRET = "sesame 芝麻"


def open_dialog(app: App, shown: QApplication) -> LineDialog:
    """Admin > EDC > the button."""
    assert app.desk is not None
    app.desk.open_admin(Section.EDC)
    app.desk.pages.admin.view.edc.line.click()
    return dialog(shown)


def dialog(shown: QApplication) -> LineDialog:
    [found] = [each for each in shown.topLevelWidgets() if isinstance(each, LineDialog) and each.isVisible()]
    return found


def settings(app: App) -> Settings:
    assert app.desk is not None
    return Place(app.desk.session.store.folder).settings


def login(app: App) -> ProxyLogin:
    assert app.desk is not None
    return proxy_login(app.desk.session.store.connection)


def through_a_proxy(form: LineDialog, address: str = "http://proxy.hospital:8080") -> None:
    """As a person fills it in."""
    form.proxy._buttons["this"].click()
    form.proxy_address.setText(address)
    form.user.setText("ward3")
    QTest.keyClicks(form.password, "sesame ")
    form.password.insert("芝麻")


def test_everything_is_kept_and_the_password_is_never_shown_again(
    app_at_work: App, qapp: QApplication, tmp_path: Path
) -> None:
    form = open_dialog(app_at_work, qapp)
    certificate(tmp_path)
    through_a_proxy(form)
    form.chosen(str(tmp_path / "cert.pem"))
    form.minutes.setCurrentIndex(form.minutes.findData("0"))
    assert not form.at_network.isEnabled(), "by hand only: then no connection starts one either"
    form.minutes.setCurrentIndex(form.minutes.findData("30"))
    form.at_network.setChecked(False)
    form.keep.click()
    kept = settings(app_at_work)
    assert (kept.proxy_use, kept.proxy_address, kept.edc_ca) == ("this", "http://proxy.hospital:8080", CA_NAME)
    assert (kept.sync_minutes, kept.sync_at_network) == (30, False)
    assert login(app_at_work) == ProxyLogin("ward3", SECRET)
    again = open_dialog(app_at_work, qapp)
    assert again.password.text() == ""
    assert "kept" in again.password.placeholderText()
    assert "fingerprint" in again.authority.text()
    shown = [field.text() for field in again.findChildren(QLineEdit)]
    assert not any("sesame" in text for text in shown)
    again.keep.click()
    assert login(app_at_work) == ProxyLogin("ward3", SECRET), "left alone, it stays"
    assert app_at_work.desk is not None
    for file in app_at_work.desk.session.store.folder.rglob("*"):
        assert not file.is_file() or b"sesame" not in file.read_bytes()


def test_another_user_takes_no_password_over_and_none_forgets_it(app_at_work: App, qapp: QApplication) -> None:
    form = open_dialog(app_at_work, qapp)
    through_a_proxy(form)
    form.keep.click()
    form = open_dialog(app_at_work, qapp)
    form.user.setText("ward4")
    assert form.password.placeholderText() == ""
    form.keep.click()
    assert login(app_at_work) == ProxyLogin("ward4", "")
    form = open_dialog(app_at_work, qapp)
    form.proxy._buttons["none"].click()
    form.keep.click()
    assert (settings(app_at_work).proxy_use, login(app_at_work)) == ("none", ProxyLogin())


@pytest.mark.parametrize("address", ["proxy.hospital", "http://proxy:99999", "http://[", "", "ftp://proxy:21"])
def test_a_bad_proxy_is_refused_in_a_sentence_and_nothing_is_kept(
    app_at_work: App, qapp: QApplication, address: str
) -> None:
    before = settings(app_at_work)
    form = open_dialog(app_at_work, qapp)
    through_a_proxy(form, address)
    form.keep.click()
    assert form.isVisible()
    assert form.strip.isVisibleTo(form)
    assert form.keep.isEnabled()
    assert (settings(app_at_work), login(app_at_work)) == (before, ProxyLogin())
    QTest.keyClick(form, Qt.Key.Key_Escape)


def test_a_file_without_a_certificate_is_refused(app_at_work: App, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleagues", encoding="utf-8")
    form = open_dialog(app_at_work, qapp)
    for name in ("letter.txt", "away.pem"):
        form.chosen(str(tmp_path / name))
        form.keep.click()
        assert form.strip.isVisibleTo(form)
    form.system.click()
    form.keep.click()
    assert settings(app_at_work).edc_ca == ""


@pytest.mark.parametrize("address", ["edc.example", "http://edc.example", "https://edc:abc", "https://["])
def test_a_bad_address_of_the_edc_is_refused(app_at_work: App, qapp: QApplication, address: str) -> None:
    assert app_at_work.desk is not None
    place = Place(app_at_work.desk.session.store.folder)
    place.remember(Settings(language="en", edc_address="https://edc.example"))
    form = open_dialog(app_at_work, qapp)
    form.address.setText(address)
    form.keep.click()
    assert form.strip.isVisibleTo(form)
    assert place.settings.edc_address == "https://edc.example"
    form.address.setText("https://other.example/edc")
    form.keep.click()
    assert place.settings.edc_address == "https://other.example/edc"


def test_it_is_asked_in_the_first_run_before_the_enrolment(
    new_app: Callable[[], App], qapp: QApplication, tmp_path: Path
) -> None:
    app = new_app()
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Children's hospital")
    view.study.next.click()
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(PASSPHRASE)
    view.user.passphrase.again.setText(PASSPHRASE)
    view.user.next.click()
    assert view.state is not None
    view.recovery.typed.setText(view.state.recovery)
    view.recovery.next.click()
    view.edc.line.click()
    form = dialog(qapp)
    assert not form.address.isVisibleTo(form), "the address is on the page itself"
    through_a_proxy(form)
    form.keep.click()
    session = app.first_run.session
    assert session is not None
    state = line_state(session)
    assert (state.proxy_address, state.proxy_user, state.password) == ("http://proxy.hospital:8080", "ward3", True)
