"""Pages made fit to be shown to strangers: what concerns the buyer replaced, what parsers read kept.

Every private text is replaced by another of the same shape, the same text always by the same stand-in, so
that a parser makes of the redacted page what it made of the original. A guard then looks for what was
replaced. People still have to read the result before they share it.
"""
