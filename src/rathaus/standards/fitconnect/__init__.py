"""FIT-Connect. So far the questions and answers of the Routing API 2.0.0 (FITKO): `routing`."""
