# Valoraciones: instrumentos preguntados uno a uno, resultados, alertas, puntuaciones en el tiempo, textos publicados.
tab-assessments = Valoraciones
noun-assessment = Valoración
noun-questionnaire = Texto publicado
instrument-phq-9 = PHQ-9
instrument-gad-7 = GAD-7
instrument-audit-c = AUDIT-C
instrument-c-ssrs-screener = C-SSRS
instrument-other = Otro
assessment-mode-asked = Preguntó alguien del equipo
assessment-mode-client = Lo rellenó la persona
assessment-mode-paper = Estaba en papel
threshold-women = El de las mujeres
threshold-men = El de los hombres
field-assessment-instrument = Instrumento
field-assessment-name = Nombre
field-assessment-name-hint = De uno que no está en la lista, tal como viene impreso.
field-assessment-person = Sobre
field-assessment-at = Cuándo
field-assessment-asked-by = Preguntó
field-assessment-mode = Cómo
field-assessment-language = Idioma
field-assessment-language-hint = Como código: en, es.
field-assessment-interpreter = Con intérprete
field-assessment-threshold = Qué umbral se aplica
field-assessment-total = Total
field-assessment-total-hint = Tal como está en el papel.
field-assessment-remark = Observaciones
field-assessment-told = A quién se avisó
field-assessment-alert-ended = Por qué pudo retirarse la alerta
field-assessment-alert-ended-hint = Si se borra, la alerta vuelve.
field-questionnaire-name = Nombre
field-questionnaire-instrument = Instrumento
field-questionnaire-language = Idioma
field-questionnaire-version = Versión
field-questionnaire-copyright = Derechos de autor
assessments-begun = Empezadas
assessment-start = Preguntar ahora
assessment-from-paper = Puntuación en papel
assessment-progress = { $done } de { $of } respondidas
assessment-unscored = No se puede puntuar
assessment-no-total = Aún sin total
assessment-unfinished = Quedan preguntas por hacer. Lo respondido está guardado.
assessment-continue = Continuar
assessment-facts = Sobre esta valoración
assessment-paper-facts = Tal como está en el papel
assessment-paper-or-ask = Para hacer las preguntas aquí, empieza otra valoración.
assessment-beyond = { $name } va de 0 a { $highest }. Lo que escribiste se guarda; no se dibuja hasta que encaje.
instruments-missing = Algunos instrumentos aún no están en este dispositivo. Llegan cuando haya señal.
instrument-summed = Se suma, sin niveles
wording-none-yet = Sin texto publicado
wording-load = Cargar un texto publicado
ask-progress = Pregunta { $at } de { $of }
ask-progress-up-to = Pregunta { $at } de { $of } como mucho
ask-close = Cerrar; lo respondido se queda
ask-back = Atrás
ask-skip = Saltar
ask-next = Siguiente
ask-finish = Terminar
ask-hand = Rellena { $name }
ask-hand-back = Devolver el dispositivo
ask-thanks = Gracias. Eso era todo.
ask-thanks-hint = Devuelve el dispositivo, por favor. Lo que has respondido está guardado.
ask-from-paper = Pregunta con el formulario en papel: no hay ningún texto publicado cargado. Estas palabras son solo recordatorios.
ask-was-skipped = De momento, saltada.
ask-disputed = Hay dos respuestas. Toca la que vale.
answers-all = { $count ->
    [one] La respuesta
   *[other] Las { $count } respuestas
}
answers-see = Todas las respuestas
answers-fhir = Para otro programa (FHIR)
answer-open = Aún no preguntada
answer-not-asked = No se preguntó
answer-skipped = Saltada
answer-disputed = Por decidir: { $answers }
score-heading = { $name }, { $day }
score-of = de { $of }
score-band = { $name }, de { $from } a { $to }
score-risk = Riesgo: { $name }
score-positive = Cribado positivo
score-not-positive = Por debajo del umbral
score-up = { $count ->
    [one] 1 punto más que la última vez ({ $day }).
   *[other] { $count } puntos más que la última vez ({ $day }).
}
score-down = { $count ->
    [one] 1 punto menos que la última vez ({ $day }).
   *[other] { $count } puntos menos que la última vez ({ $day }).
}
score-same = Igual que la última vez ({ $day }).
score-was = La última vez ({ $day }): { $name }.
score-filled = { $count ->
    [one] Una respuesta que faltaba se completó con la media de las demás.
   *[other] { $count } respuestas que faltaban se completaron con la media de las demás.
}
score-asked-by = Preguntó { $who }
score-by-client = Lo rellenó la persona
score-from-paper = En papel
score-in-language = en { $language }
score-interpreter = con intérprete
score-missing = { $count ->
    [one] No se puede puntuar: falta 1 respuesta.
   *[other] No se puede puntuar: faltan { $count } respuestas.
}
score-at-least = { $count ->
    [one] Al menos esto: falta 1 respuesta y puede ser más.
   *[other] Al menos esto: faltan { $count } respuestas y puede ser más.
}
score-disputed = { $count ->
    [one] No se puede puntuar: una pregunta tiene dos respuestas distintas.
   *[other] No se puede puntuar: { $count } preguntas tienen dos respuestas distintas.
}
score-go-to = Pregunta { $number }
chart-lower = Menos es mejor.
chart-higher = Más es mejor.
chart-label = En el tiempo: { $points }.
chart-point = { $value } ({ $day })
chart-alert = Ítem { $number } por encima de la respuesta más baja.
chart-alert-any = Una respuesta ante la que hay que actuar.
chart-table = { $count ->
    [one] Tabla de la puntuación
   *[other] Tabla de las { $count } puntuaciones
}
chart-when = Cuándo
chart-score = Puntuación
chart-band = Nivel
chart-item = Ítem { $number }
alert-heading = { $name }, respuesta al ítem { $number }: { $answer }
alert-line = { $name }, ítem { $number }: { $answer }
alert-chip = Alerta: { $name }
alert-quoted = «{ $words }»
alert-ask-more = Pregunta más, ahora
alert-ask-more-hint = { $name }: { $about }
alert-start = Empezar
alert-asked = { $name }: { $result }
alert-safety-plan = Abrid juntos el plan de seguridad
alert-safety-plan-hint = Repasad sus pasos, o empezad uno.
alert-open = Abrir
alert-tell = Llama a quien te supervisa
alert-tell-hint = Aún no se ha avisado a nadie. Elige a quién avisaste.
alert-told = Aviso a { $who }, { $when }.
alert-all-steps = Todo esto antes de irte, sea cual sea la puntuación. La alerta sigue hasta que alguien escriba por qué puede retirarse.
alert-let-go = Escribir por qué puede retirarse
alert-why = ¿Por qué puede retirarse esta alerta?
alert-end = La alerta puede retirarse
alert-keep = Dejarla en pie
load-why = Las frases publicadas no forman parte de Doorstep. Carga un Questionnaire de FHIR R4 que puedas usar; desde entonces lo tiene toda la organización, sellado y también sin señal.
load-file = De un archivo
load-paste = O pégalo aquí
load-recognised = Reconocido como
load-summed = Ninguno conocido: sus respuestas se suman, sin niveles
load-title = Título
load-questions = { $count ->
    [one] 1 pregunta
   *[other] { $count } preguntas; la primera
}
load-version = Versión
load-copyright = Derechos de autor
load-permission = Quién puede usarlo
load-language = Idioma
load-language-hint = Como código: en, es, fr.
load-not-said = No lo dice
load-keep = Guardar este texto
load-too-large = Es mucho más grande que cualquier cuestionario.
load-not-json = Esto no es JSON. Los Questionnaire de FHIR se cargan en JSON, no en XML ni en PDF.
load-no-questionnaire = Esto no es un Questionnaire de FHIR.
load-not-r4 = Esto es FHIR { $version }. Solo se puede cargar R4.
load-too-deep = Sus grupos están demasiado anidados.
load-too-many = Tiene { $count } preguntas; se pueden cargar { $most } como mucho.
load-no-questions = No hay nada que se responda eligiendo.
load-no-link = Una de sus preguntas no tiene identificador (linkId).
load-twice = El identificador { $link } aparece dos veces.
load-circular = Que se pregunte «{ $link }» depende de sí misma.
load-no-codes = Nada dice qué mide: no tiene ningún código LOINC conocido aquí, ni puntuaciones.
load-incomplete = Dice que es { $name }, pero le falta la pregunta { $number }.
load-bad-score = La puntuación { $score } no es un número entero.

# Necesidades y fortalezas.
noun-need-rating = Necesidad o fortaleza
needs = Necesidades y fortalezas
needs-none = ¿Cómo están las cosas en cada parte de la vida? Toca una y dilo; mejor si lo habláis juntos.
needs-days = { $day }
needs-days-ring = { $day }; aro: { $ring }
needs-key = Aro: antes. Ámbar: ninguna meta responde aún. Verde: una fortaleza.
needs-table = { $count ->
    [one] Como tabla
   *[other] Tabla de { $count } respuestas
}
need-unknown = Nadie lo ha dicho aún
need-rate = Decir
need-said = { $number } de 5, { $word }
need-was = antes { $number }
need-now = ¿Cómo están las cosas ahora?
need-kept = Queda guardado para hoy; los días anteriores siguen ahí.
need-level-crisis = En crisis
need-level-struggling = Con dificultades
need-level-coping = Se va llevando
need-level-doing-well = Va bien
need-level-strength = Una fortaleza
voice-worker = El equipo
voice-client = La persona
voice-partner = Otra entidad
field-need-domain = Parte de la vida
field-need-level = Cómo están las cosas
field-need-voice = Quién lo dice
field-need-day = Día
field-need-why = Por qué
field-need-why-hint = En pocas palabras.
field-need-by = Lo anotó
