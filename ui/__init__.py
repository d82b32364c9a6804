"""The screens: widgets that show a state (`render(state)`) and say what a person asked for (typed signals).

Must not know storage, sync or the jobs behind them; must not decide anything of the trial.
"""
