"""Posts and jobs that must happen once: schedules, watches, sealing."""
