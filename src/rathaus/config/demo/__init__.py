"""What makes the demonstration city look lived in: past and open cases, all made by the use cases of the house itself."""
