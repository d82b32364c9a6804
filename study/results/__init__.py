"""The results of the trial: what each measure was at each visit, counted, and what is missing with why."""
