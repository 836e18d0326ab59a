# Notas.
note = Nota
note-new = Nota nueva
note-of = Nota · { $name }
note-title = { $kind } · { $when }
note-empty = Aún no hay nada escrito
note-format = Formato
note-facts = Detalles
note-opening = Abriendo la nota…
note-damaged = Esta nota no se puede leer ahora en este dispositivo
note-damaged-hint = Lo guardado se conserva. Se reconstruye desde el servidor en cuanto haya conexión.
note-missing = Esta nota aún no está en este dispositivo
note-missing-hint = Puede que aún esté en camino.
note-saved-hint = Se guarda mientras escribe
notes-none = Aún no hay notas. Empiece una en la misma puerta: se guarda mientras escribe.
presence-list = Aquí ahora: { $names }
tab-notes = Notas
summary-no-record = Las notas y los datos personales están en el expediente de este caso, al que no se le ha dado acceso.
