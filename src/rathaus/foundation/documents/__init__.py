"""Typst documents: PDF/A-3a and PDF/UA-1 with the data attached, made in a child process."""
