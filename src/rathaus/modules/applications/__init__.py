"""From the first answer to the receipt: drafts, attachments, signature, submission."""
