"""A form definition compiled to pages, rules and checks, rendered without JavaScript."""
