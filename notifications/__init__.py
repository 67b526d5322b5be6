"""Tell people: reminders, releases, the outbox, the scheduler."""
