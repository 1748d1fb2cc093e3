"""Our own documented message: JSON with an Ed25519 signature (docs/kochbuch/onlinedienste.md)."""
