"""What every module needs and no module owns."""
