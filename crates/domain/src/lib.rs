//! The rules of the field, pure: no database, no HTTP, no clock, no randomness of their own.
