"""Where compiled forms come from: the plain-text `form.toml` and official XDatenfelder."""
