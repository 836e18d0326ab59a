# El marco, palabras de todas partes, fechas.
nav = Principal
nav-today = Hoy
nav-cases = Casos
nav-write = Nota
nav-search = Buscar
nav-me = Yo
skip = Ir al contenido
back = Volver
close = Cerrar
continue = Continuar
later = Más tarde
new = Nuevo
show = Mostrar
hide = Ocultar
copy = Copiar
copied = Copiado
undo = Deshacer
redo = Rehacer
yes = Sí
no = No
you = usted
try-again = Volver a intentarlo
choose = Elegir
choose-later = Decidir más tarde
language = Idioma
language-missing = Ese idioma todavía no está en este dispositivo. Conéctese y vuelva a elegirlo.
theme = Aspecto
theme-auto = Según el dispositivo
theme-light = Claro
theme-dark = Oscuro
person-unknown = Alguien
value-empty = Nada
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } min
}
age = { $years ->
    [one] { $years } año
   *[other] { $years } años
}
megabytes = { $count } MB
when-today = hoy { $time }
when-yesterday = ayer { $time }
when-tomorrow = mañana { $time }
when-weekday = { $weekday } { $time }
day-today = hoy
day-yesterday = ayer
not-found = No hay nada en esta dirección
not-found-hint = Quizá era un enlace de una versión anterior. No se ha perdido nada.
keys-title = Atajos de teclado
keys-search = Buscar
keys-note = Escribir una nota
keys-today = Hoy
keys-cases = Casos
keys-list = Esta lista
keys-undo = Deshacer
keys-redo = Rehacer
keys-off-hint = Los atajos de una sola tecla se pueden desactivar en «Yo».
update-ready = Hay una actualización lista.
update-take = Actualizar ahora
idle-warning = Se bloqueará en unos segundos. Todo lo que escribió está guardado.
idle-stay = Seguir aquí
greeting-morning = Buenos días, { $name }
greeting-morning-plain = Buenos días
greeting-afternoon = Buenas tardes, { $name }
greeting-afternoon-plain = Buenas tardes
greeting-evening = Buenas noches, { $name }
greeting-evening-plain = Buenas noches
