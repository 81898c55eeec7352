//! Desk: pages, command line, background work.
