"""The PostgreSQL engine that binds the principal to every transaction, and what tables are declared with."""
