"""What an auditor asks on the first day: sixteen questions, each answered by one table read from the record.

`questions.QUESTIONS` lists them. Reads only, in the reader's lane; prints no identity. Where the record does not hold
what is asked for, the table says so instead of staying empty.
"""
