"""The marshmallow schema that a definition is compiled to, once."""
