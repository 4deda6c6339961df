"""The schema's steps, one file each."""
