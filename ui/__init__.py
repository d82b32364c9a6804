"""The screens: widgets that show a state (`render(state)`) and say what a person asked for (typed signals).

Must not know storage, sync or the jobs behind them; must not decide anything of the trial.
"""

from ui.immortal import keep_constants

# Before the first Qt call of the process: see ui.immortal.
keep_constants()
