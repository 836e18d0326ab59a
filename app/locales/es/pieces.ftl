# De lo que se compone cada pantalla: fechas, campos, personas.
close = Cerrar
show = Mostrar
hide = Ocultar
person-unknown = Alguien
when-today = hoy { $time }
when-yesterday = ayer { $time }
when-tomorrow = mañana { $time }
when-weekday = { $weekday } { $time }
day-today = hoy
day-tomorrow = mañana
day-yesterday = ayer
passphrase-short = Demasiado corta: al menos { $count } caracteres.
passphrase-guessable = Fácil de adivinar. Combine palabras que no tengan nada que ver entre sí ni con usted.
passphrase-fair = Suficiente. Con una o dos palabras más sería segura.
passphrase-strong = Segura.
more = Más
cancel = Cancelar
