"""The shipped corpus: a playbook, and monthly reports computed by the desk."""
