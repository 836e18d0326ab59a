# El plan: metas, pasos, cuánto se ha logrado.
tab-plan = Plan
noun-goal = Meta
noun-goal-rating = Cuánto se ha logrado una meta
plan-title = El plan
plan-open = Abrir
plan-goals = { $count ->
    [one] 1 meta
   *[other] { $count } metas
}
plan-review-by = se repasa: { $day }
plan-none = Un plan empieza por lo que la familia quiere, con sus propias palabras.
plan-reached = Logradas
plan-away = { $count ->
    [one] 1 aparcada o guardada
   *[other] { $count } aparcadas o guardadas
}
plan-print = Imprimir el plan
plan-agree = Acordar este plan
plan-paper-agreed = Acordado el { $day }

# Versiones: acordadas, revisadas, y lo que cambió después.
noun-plan-version = Versión del plan
field-plan-version-number = Versión
field-plan-version-at = Cuándo
field-plan-version-language = Leído en
field-plan-version-witness = Leído con
agree-title = Acordar el plan
agree-hint = Léanlo juntos. Se firma exactamente lo que está aquí, y se podrá volver a leer siempre.
agree-language = En qué idioma
agree-hand = Dar la tableta a { $name }
agree-give-back = Devolver la tableta
agree-words = He leído este plan, o me lo han leído, y estoy de acuerdo.
agree-sign = Acordar y firmar
agree-thanks = Gracias.
agree-thanks-hint = El plan está acordado. Por favor, devuelva la tableta.
agree-came = { $count ->
    [one] Llegó 1 cambio mientras se leía
   *[other] Llegaron { $count } cambios mientras se leía
}
agree-came-hint = No forman parte de lo que se firma aquí. Firme lo que ha leído, o léalo de nuevo.
agree-again = Leerlo de nuevo
sign-who = ¿Quién está de acuerdo?
sign-other = Otra persona
sign-me = Yo
sign-me-hint = Firma con su nombre, { $when }.
sign-how = Cómo se firma
sign-draw = Dibujar
sign-type = Escribir el nombre
sign-name = Nombre
sign-name-hint = Como lo escribe la propia persona.
sign-name-missing = Escriba el nombre de quien firma.
sign-pad = Firma de { $name }: firme aquí con el dedo, un lápiz o el ratón, o escriba el nombre
sign-strokes-missing = Todavía no hay firma. Dibújela o escriba el nombre.
version-agreed = La versión { $number } está acordada
version-line = Versión { $number }, acordada con { $who } el { $day }
version-since = { $count ->
    [one] { $version }; 1 cambio después
   *[other] { $version }; { $count } cambios después
}
version-title = Versión { $number }
version-witness = Leído con { $name }, en { $language }, { $when }
version-as-agreed = Como se acordó
version-changes = { $count ->
    [one] 1 cambio después
   *[other] { $count } cambios después
}
version-not-whole = Aún no ha llegado a este dispositivo todo lo que se acordó.
version-unaltered = Es exactamente lo que se acordó.
version-signatures = Quién está de acuerdo
version-sign = Otra firma
version-sign-hint = Quien firma aquí está de acuerdo con esta versión, tal como está arriba.
versions-title = Lo que se acordó
versions-none = Todavía no se ha acordado nada. Lean el plan juntos y fírmenlo.
versions-all = Todas las versiones
signed-drawn = Firmado a mano; { $witness } estaba presente; { $when }
signed-typed = Firmado con el nombre escrito; { $witness } estaba presente; { $when }
signed-here = Firmado en su propio dispositivo; { $when }
oversight-title = Revisión
oversight-asked = Se pidió a { $name } que lo revise, { $when }
oversight-returned = Devuelto por { $name }, { $when }: { $reason }
oversight-signed-off = Aprobado por { $name }, { $when }
oversight-sign-off = Aprobar
oversight-send-back = Devolver
oversight-reason = ¿Qué hay que cambiar?
oversight-reason-missing = Escriba en pocas palabras qué hay que cambiar.
oversight-ask-whom = ¿Quién lo revisa?
oversight-ask = Pedir aprobación
to-look-over-title = Planes por revisar
to-look-over = Revisar
to-look-over-asked = { $name } le pide que revise lo acordado
to-look-over-back = Devuelto: { $reason }
plan-change-added = Añadido
plan-change-changed = Cambiado
plan-change-put-away = Archivado
plan-change-fetched-back = Recuperado

plan-move = Mover { $what }
plan-up = Subir
plan-down = Bajar
plan-done = Listo
goal-starters = Metas para empezar
goal-starters-hint = Un toque la anota; después póngala en palabras de la familia.
goal-new = Meta
goal-untitled = Meta sin palabras
goal-quoted = «{ $words }»
goal-by = para: { $day }
goal-progress = Avance
goal-now = ¿Cómo están las cosas ahora?
goal-scale = Cómo se ve cada nivel
goal-scale-hint = Acordadlo con la familia antes de empezar: qué sería lo esperado, qué más y qué menos.
goal-history = Desde { $day }: de «{ $from }» a «{ $to }».
goal-history-table = Como tabla
goal-review-on = Repaso: { $day }
goal-review-late = { $count ->
    [one] Repaso con 1 día de retraso
   *[other] Repaso con { $count } días de retraso
}
goal-reviewed = Repasada
goal-no-steps = Aún sin pasos
goal-steps = { $done } de { $count ->
    [one] 1 paso
   *[other] { $count } pasos
}
goal-next = siguiente: { $what }
goal-next-by = siguiente: { $what }, { $day }
step-add = Paso
step-new = ¿Cuál es el siguiente paso?
step-as-task = Abrir como tarea
reviews-title = Planes para repasar juntos
field-goal-words = Lo que quieren, con sus palabras
field-goal-words-hint = Tal como lo dijeron.
field-goal-domain = Parte de la vida
field-goal-status = Cómo va
field-goal-why = Por qué importa
field-goal-why-hint = Qué cambiaría en casa.
field-goal-sign = Cómo lo sabremos
field-goal-sign-hint = Lo que cualquiera podría ver.
field-goal-barriers = Qué lo dificulta
field-goal-barriers-hint = Y qué ha ayudado antes.
field-goal-target = Para cuándo
field-goal-review = Repasarla juntos el
field-goal-repeats = Y otra vez
field-goal-repeats-hint = Una vez repasada, vuelve por sí sola.
field-goal-at-much-better = +2 Mucho mejor de lo esperado
field-goal-at-better = +1 Un poco mejor de lo esperado
field-goal-at-expected = 0 Como se esperaba
field-goal-at-less = −1 Un poco menos de lo esperado
field-goal-at-much-less = −2 Mucho menos de lo esperado
field-goal-rating-goal = Meta
field-goal-rating-level = Nivel
field-goal-rating-day = Día
field-goal-rating-by = Quién
field-goal-rating-remark = En pocas palabras
goal-status-wanted = Deseada
goal-status-working = En marcha
goal-status-reached = Lograda
goal-status-set-aside = Aparcada
level-much-better = Mucho mejor de lo esperado
level-better = Un poco mejor de lo esperado
level-expected = Como se esperaba
level-less = Un poco menos de lo esperado
level-much-less = Mucho menos de lo esperado
domain-housing = Vivienda
domain-food = Alimentación
domain-income = Ingresos
domain-safety = Seguridad
domain-physical-health = Salud física
domain-mental-health = Salud mental
domain-substance-use = Consumo de sustancias
domain-education = Educación
domain-employment = Empleo
domain-family = Familia
domain-social-support = Apoyo social
domain-transport = Transporte
domain-legal = Asuntos legales
domain-culture = Cultura e identidad

# En papel.
plan-paper = Nuestro plan
plan-paper-intro = Lo que queremos, quién lo hace y para cuándo.
plan-paper-review = Lo repasamos juntos el { $day }.
plan-paper-for = Para { $name }
plan-paper-done = hecho
plan-paper-date = Fecha
plan-paper-left-out = Dejado fuera a propósito: direcciones, teléfonos y el plan de seguridad. No hay notas en esta hoja.
plan-begin = Empezar el plan
plan-review-foot = Revisión: { $day }
