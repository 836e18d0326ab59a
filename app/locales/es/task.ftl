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
field-task-note = De la nota
task-for-goal = Para { $goal }
field-task-by = Quién de la familia lo hace
field-task-by-hint = Alguien del equipo puede seguir pendiente.
field-task-goal = Paso hacia
due-none = Nada pendiente aquí. Lo que se promete en la puerta cabe en una línea.
due-add = Añadir una tarea
