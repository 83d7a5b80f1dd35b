"""Windows over the window that ask for what a command needs; each is opened, and none holds anything up."""
