"""The channels by which a message travels, one file each, all behind the Notifier port."""
