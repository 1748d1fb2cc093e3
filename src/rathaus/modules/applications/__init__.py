"""From the first answer to the receipt: offers, drafts, attachments, submission.

One mechanism for every channel: online, at the counter, by letter. Submission writes the application, its case and the
receipt in one transaction; nothing later can lose them.
"""
