# Casos, Hoy, búsqueda.
cases-mine = Mis casos
cases-find = Buscar un caso por nombre o teléfono
cases-find-example = Nombre, teléfono…
cases-not-found = No hay ningún caso con ese nombre en este dispositivo.
cases-none = Aún no hay casos
cases-none-hint = Para abrir uno basta un nombre.
cases-choose = Elija un caso
cases-choose-hint = O abra uno nuevo: basta un nombre.
case-new = Caso nuevo
case-name = Persona o familia
case-name-hint = El nombre con el que se refiere a ella.
case-name-needed = Escriba un nombre. Se puede cambiar después.
case-kind = Tipo de caso
case-safe-contact = Cómo contactar sin riesgo
case-safe-contact-hint = Por ejemplo: nunca dejar mensajes de voz; escribir antes.
case-phone = Teléfono
case-worry = ¿Qué preocupa?
case-worry-hint = Con las palabras de quien lo planteó.
case-open = Abrir caso
case-open-hint = Todo menos el nombre puede esperar.
case-alike = Ya tiene un caso con un nombre parecido:
case-unnamed = Caso sin nombre
case-seen = Visto { $day }
case-opened = Abierto { $day }
case-decide = Por decidir
case-parts = Caso
case-not-here = Este caso no está en este dispositivo
case-not-here-hint = Puede que aún esté en camino o que usted no participe en él.
tab-summary = Resumen
tab-notes = Notas
tab-sharing = Acceso
safe-contact = Contacto seguro
summary-client = Persona atendida
summary-case = Caso
summary-no-record = Las notas y los datos personales están en el expediente de este caso, al que no se le ha dado acceso.
case-kind-child-and-family = Infancia y familia
case-kind-adult-protection = Protección de adultos
case-kind-mental-health = Salud mental
case-kind-substance-use = Consumo de sustancias
case-kind-homelessness = Sin hogar
case-kind-general = General
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
search-label = Buscar en casos y notas
search-example = Nombre, teléfono, una palabra de una nota…
search-hint = Encuentra nombres, teléfonos y palabras de las notas en este dispositivo, con o sin cobertura.
search-none = No se ha encontrado nada
search-none-hint = Pruebe con menos letras o con otra palabra.
search-count = { $count ->
    [0] No se ha encontrado nada
    [one] { $count } resultado
   *[other] { $count } resultados
}
search-case = Caso
