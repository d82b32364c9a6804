"""The composition root: session, jobs, presenters and the command line. Holds no rule of the trial."""
