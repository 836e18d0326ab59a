# La primera entrevista: qué pregunta un tipo de caso y qué papeles necesita.
tab-intake = Acogida
noun-intake-answer = Respuesta de la acogida
noun-required-paper = Papel
field-intake-asked-as = Pregunta
field-intake-answer = Respuesta
field-paper-name = Papel
field-paper-person = De quién
field-paper-asked = Pedido el
field-paper-seen = Visto el
field-paper-copied = Copiado el
field-paper-expires = Vale hasta
field-paper-expires-hint = El último día en que vale. Treinta días antes, el caso lo avisa.
intake-opening = Abriendo la acogida…
intake-open = Abrir
intake-progress = { $done } de { $all } respondidas
intake-only-missing = Solo lo que falta ({ $count })
intake-show-all = Mostrar todo
intake-no-kind = Estas son las preguntas generales. Diga en el resumen qué tipo de caso es y aparecerán las suyas.
intake-answer = Responder
intake-another = { $question } – otra respuesta
intake-others = Respondido antes
intake-fits = Lo que encaja con este tipo de caso
intake-dangers = Peligros en los que pensar
intake-still = Sin responder todavía:
intake-and-more = y { $count ->
    [one] 1 más
   *[other] { $count } más
}
papers-title = Papeles
papers-unseen = { $count ->
    [one] 1 papel sin ver
   *[other] { $count } papeles sin ver
}
paper-new = Otro papel
paper-add = Añadir
paper-asked = Pedido
paper-seen = Visto
paper-copied = Copiado
paper-until = hasta { $day }
paper-expired = caducó { $day }
contact-overdue = Mucho tiempo sin contacto
contact-days-ago = Último contacto hace { $days } días; para este tipo de caso, cada { $allowed } días
contact-never = Sin contacto en los { $days } días desde que se abrió
