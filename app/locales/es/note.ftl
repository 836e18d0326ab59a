# Notas, presencia, conflictos.
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
write-title = Una nota sobre…
write-none = Primero abra un caso: basta un nombre.
note-kind-home-visit = Visita a domicilio
note-kind-office = Oficina
note-kind-phone = Llamada
note-kind-video = Videollamada
note-kind-message = Mensaje
note-kind-court = Juzgado
note-kind-school = Escuela
note-kind-collateral = Contacto con terceros
note-kind-case-conference = Reunión de caso
note-kind-supervision = Supervisión
note-kind-advocacy = Defensa de derechos
note-kind-counselling = Orientación
note-kind-crisis = Crisis
note-format-free = Libre
note-format-soap = SOAP
note-format-dap = DAP
note-format-birp = BIRP
presence-writing = { $name } está escribiendo
presence-writing-here = { $name } está escribiendo aquí
presence-here = { $name } está aquí
presence-list = Aquí ahora: { $names }
conflict-title = { $count ->
    [one] Una respuesta a «{ $field }»
    [2] Dos respuestas a «{ $field }»
    [3] Tres respuestas a «{ $field }»
   *[other] { $count } respuestas a «{ $field }»
}
conflict-by = { $name }, { $when }
conflict-by-on = { $name }, { $when }, { $device }
conflict-by-you-here = Usted, { $when }, en este dispositivo
conflict-keep = Quedarse con esta
conflict-keep-this = Quedarse con esta: { $answer }
conflict-third = Ninguna: escribir otra
conflict-third-label = { $field }: otra respuesta
conflict-use = Usar esta
