# Hoy.
keys-today = Hoy
greeting-morning = Buenos días, { $name }
greeting-morning-plain = Buenos días
greeting-afternoon = Buenas tardes, { $name }
greeting-afternoon-plain = Buenas tardes
greeting-evening = Buenas noches, { $name }
greeting-evening-plain = Buenas noches
today-first = Abra su primer caso
today-first-hint = Basta un nombre. Lo que escriba queda al momento en este dispositivo, con o sin cobertura.
today-decide = Por decidir
today-decide-row = { $count ->
    [one] Una pregunta tiene dos respuestas.
   *[other] { $count } preguntas tienen dos respuestas.
}
today-since = Desde ayer
today-mine = Sus últimas notas
today-cases = Casos
today-all-cases = Los { $count }
brief-title = Donde lo dejó
brief-last = La última vez, { $day }
brief-open = Abrir
today-unfinished = Sin terminar
