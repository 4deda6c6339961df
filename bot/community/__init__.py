"""What a community decides and asks for: settings, schedules, watches, posts, quotas. No Discord in it."""
