//! Rows: entities, queries, migrations, the audit chain, files by hash.
#![recursion_limit = "1024"]
