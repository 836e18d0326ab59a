# Reuniones de caso: de qué se va a hablar, quién estuvo, qué se decidió.
noun-conference = Reunión de caso
noun-attendance = Persona invitada
noun-decision = Decisión
noun-disagreement = Desacuerdo
field-conference-name = De qué trata
field-conference-name-hint = Por ejemplo: la escuela el año que viene.
field-conference-at = Cuándo
field-conference-place = Dónde
field-conference-chair = Quién la dirige
field-conference-agenda = Orden del día
field-conference-agenda-hint = De qué se va a hablar. Todos pueden añadir algo antes.
field-conference-minutes-text = Acta
field-conference-minutes-text-hint = Qué se dijo. Pueden escribir varias personas a la vez.
field-attendance-person = Persona del caso
field-attendance-member = Miembro
field-attendance-name = Nombre
field-attendance-on-behalf = De
field-attendance-on-behalf-hint = Escuela, centro de salud, juzgado.
field-attendance-came = Asistió
field-decision-words = Qué se decidió
field-decision-reason = Por qué
field-disagreement-name = Quién lo ve de otra manera
field-disagreement-words = En sus palabras
field-disagreement-decision = Sobre qué decisión
came-there = Estuvo
came-remotely = Por teléfono o vídeo
came-excused = Se disculpó
came-absent = No vino
conferences-title = Reuniones de caso
conferences-none = Todavía no hay reuniones. Quienes estén invitados pueden escribir juntos el orden del día y el acta.
conferences-soon = Próximas reuniones
conference-new = Reunión
conference-undated = sin fecha
conference-came = { $count ->
    [one] Estuvo 1 persona
   *[other] Estuvieron { $count } personas
}
conference-decisions = { $count ->
    [one] 1 decisión
   *[other] { $count } decisiones
}
conference-doing = Qué se hace con ella
conference-prepare = Preparar
conference-hold = Celebrar
conference-read = Leer
conference-print = Imprimir el acta
conference-invited = Quién está invitado
conference-who-came = Quién está aquí
conference-decided = Qué se decidió
conference-actions = Qué hay que hacer
agenda-none = No hay orden del día.
invite = Invitar
invite-whom = A quién invitar
invite-team = Equipo
invite-other = Otra persona
invited-untitled = Alguien sin nombre
invited-from = { $name } ({ $from })
invited-remove = Quitar a { $name } de la lista
decision-new = Decisión
disagreement-new = Alguien lo ve de otra manera
disagreement-line = { $name }: «{ $words }»
action-new = ¿Qué hay que hacer?
minutes-title = Acta: { $title }
minutes-about = Sobre { $name }
