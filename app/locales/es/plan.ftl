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
