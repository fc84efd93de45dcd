"""The messages of docs/messages.md, made by the wording itself; people, times and places are made up."""
