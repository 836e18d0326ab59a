# Quién más está en un texto.
presence-writing = { $name } está escribiendo
presence-writing-here = { $name } está escribiendo aquí
presence-here = { $name } está aquí
