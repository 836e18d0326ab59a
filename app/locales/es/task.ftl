# Tasks.
tab-tasks = Tareas
noun-task = Tarea
task-new = ¿Qué hay que hacer?
task-add = Añadir
task-due = Pendiente
task-due-all = Las { $count }
task-late = { $count ->
    [one] 1 día de retraso
   *[other] { $count } días de retraso
}
task-tick = Hecha: { $what }
task-untitled = Tarea sin palabras
task-from-note = Tarea
task-made = Tarea: { $what }
tasks-none = Todavía no hay nada que hacer aquí. Lo que prometes en la puerta cabe en una línea.
tasks-all-done = Todo hecho.
tasks-done = { $count ->
    [one] 1 hecha
   *[other] { $count } hechas
}
field-task-todo = Qué hay que hacer
field-task-owner = Quién lo hace
field-task-due = Para cuándo
field-task-repeats = Se repite
field-task-repeats-hint = Al marcarla, vuelve a quedar pendiente.
field-task-about = Sobre quién
field-task-detail = Más
field-task-detail-hint = Qué se ha intentado, qué hace falta, cómo fue.
field-task-done = Hecha
field-task-state = Cómo está
field-task-evidence = Qué lo demuestra
field-task-evidence-hint = Lo que cualquiera podría ver cuando esté hecha.
field-task-conference = De la reunión
field-task-decision = De la decisión
task-state-underway = Empezada
task-state-waiting = A la espera de alguien
task-state-not-now = Ahora no
field-task-note = De la nota
task-for-goal = Para { $goal }
field-task-by = Quién de la familia lo hace
field-task-by-hint = Alguien del equipo puede seguir pendiente.
field-task-goal = Paso hacia
due-none = Nada pendiente aquí. Lo que se promete en la puerta cabe en una línea.
due-add = Añadir una tarea
tasks-all = Todas las tareas
tasks-all-none = No queda nada por hacer.
tasks-whose = De quién son
tasks-mine = Mías
tasks-everybodys = De todos
tasks-late = Con retraso
tasks-this-week = Esta semana
tasks-later = Más adelante
tasks-no-day = Sin fecha
tasks-of-done = Hechas
tasks-of-person = Qué hay que hacer
task-hand-over-to = Pasar a
task-hand-over = Pasar la tarea
task-handed = Pasada a { $name }
task-handed-line = Pasada a { $name } por { $by }
