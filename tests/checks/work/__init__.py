"""What holds our own tools: commands, messages, workflows, rooms."""
