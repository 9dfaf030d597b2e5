//! SQLite: tables, migrations, queries, the audit trail, and the bytes of samples.
