"""The window as a person uses it in tests: through the first run, back in at the gate. Owns no fixture."""

from desktop_app.app import App

PASSPHRASE = "a rainy spring in Xuhui"


def first_run(app: App, passphrase: str = PASSPHRASE) -> None:
    """Study, user, recovery code typed back, offline: through the widgets. The first user is Dr Lin."""
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Children's hospital")
    view.study.next.click()
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(passphrase)
    view.user.passphrase.again.setText(passphrase)
    view.user.next.click()
    state = view.state
    assert state is not None
    assert state.step.value == "recovery"
    view.recovery.typed.setText(state.recovery.lower().replace("-", " "))
    view.recovery.next.click()
    view.edc.offline.click()


def unlock(app: App, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase at the gate."""
    assert app.gate is not None
    app.gate.view.passphrase.setText(passphrase)
    app.gate.view.enter.click()
