# Un caso en papel.
tab-paper = Papel
paper-hint = Lo que se sabe aquí, tal como se imprimirá. Elige qué debe aparecer.
paper-kind = Qué imprimir
paper-what = Qué aparece
paper-how = Cómo se imprime
paper-language = Idioma del papel
paper-sheets = Tamaño del papel
paper-letter = Carta
paper-large = Letra grande
paper-lines = Líneas para firmar
paper-uncovered = Con respuestas confidenciales
paper-as-of = Tal como estaba el expediente el
paper-as-of-hint = Déjalo vacío para imprimir lo que consta hoy.
paper-print = Imprimir
paper-print-this = Imprimir
paper-print-other = Imprimir otra cosa de este caso
paper-preview = El papel tal como se imprimirá
paper-json = Guardar como archivo para otros programas (JSON)
paper-tables = Tablas para hojas de cálculo
paper-csv = { $what } (CSV)
paper-reading = Leyendo { $done } de { $of }…
paper-failed = El navegador no guardó el archivo. En el caso no ha cambiado nada.
paper-statement = Declaración de la persona profesional
paper-statement-hint = Aparece solo en este papel y se guarda en este dispositivo hasta que lo cambies.

# Papeles y sus partes.
paper-record = Todo lo que se sabe
paper-summary = Resumen del caso
paper-court = Resumen para el juzgado
paper-notes = Notas
paper-plan = Plan
paper-assessments = Evaluaciones
paper-needs = Necesidades y fortalezas
paper-contacts = Historial de contactos
paper-progress = Avances
paper-steps = Pasos y tareas
paper-goals = Metas
paper-worry = La preocupación
paper-began = Cómo empezó
paper-people = Personas
paper-parties = Partes
paper-places = Dónde viven
paper-safety = Seguridad

# En el papel.
paper-printed = Impreso por { $name } el { $when }
paper-moment = { $day }, { $time }
paper-disputed = { $field }: todavía sin decidir
paper-undecided = Todavía sin decidir: { $answers }
paper-kept-apart = Confidencial, se omite
paper-source = Registrado por
paper-source-line = { $name }, { $day }
paper-result = Resultado
paper-left-out = { $count ->
    [one] Se omite 1 parte: { $names }.
   *[other] Se omiten { $count } partes: { $names }.
}
paper-put-away = { $count ->
    [one] Se omite 1 elemento archivado.
   *[other] Se omiten { $count } elementos archivados.
}
paper-covered = Se omiten las respuestas confidenciales.
paper-unread = { $count ->
    [one] Falta 1 documento que no se pudo leer en este dispositivo.
   *[other] Faltan { $count } documentos que no se pudieron leer en este dispositivo.
}
paper-may-read = En este papel está solo lo que { $name } puede leer.
paper-as-it-stood = El expediente tal como estaba al final del { $day }
paper-nothing = De esto no se sabe nada.
paper-nothing-then = De esto no se sabía nada entonces.
paper-date = Fecha
paper-page = Página
paper-page-of = de

# Una evaluación en papel.
paper-answers = Preguntas y respuestas
paper-number = Número
paper-question = Pregunta
paper-answer = Respuesta
paper-points = Puntos
paper-total = Total de las respuestas
paper-total-of = { $total } de { $of }
paper-no-total = Ninguno: faltan respuestas o están sin decidir
paper-band = Qué significa
paper-questions = Preguntas
paper-reminders = Recordatorios de lo que se preguntó, no el texto publicado
