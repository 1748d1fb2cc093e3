"""Who may do what: role x unit x service x secrecy class, with validity."""
