"""The HTTP interface of the services: JSON in and out, problem+json on failure, described by OpenAPI."""
