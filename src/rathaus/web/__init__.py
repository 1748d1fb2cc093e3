"""Page chrome and KERN components; knows no module."""
