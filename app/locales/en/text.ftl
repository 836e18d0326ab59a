# Who else is in a text.
presence-writing = { $name } is writing
presence-writing-here = { $name } is writing here
presence-here = { $name } is here
