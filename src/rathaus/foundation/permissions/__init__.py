"""Who may do what: role x unit x service x secrecy classes, with validity; who is barred from a matter."""
