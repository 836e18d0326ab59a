# Casos.
age = { $years ->
    [one] { $years } año
   *[other] { $years } años
}
keys-note = Escribir una nota
keys-cases = Casos
write-title = Una nota sobre…
write-none = Primero abra un caso: basta un nombre.
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
case-alike = Puede que ya tenga el expediente de esta persona:
case-alike-both = mismo nombre y teléfono
case-alike-phone = mismo teléfono
case-alike-name = nombre parecido
case-parts = Caso
case-not-here = Este caso no está en este dispositivo
case-not-here-hint = Puede que aún esté en camino o que usted no participe en él.
tab-summary = Resumen
safe-contact = Contacto seguro
summary-case = Caso

# De un vistazo.
worry-title = La preocupación
worry-none = ¿Cuál es la preocupación? Se escribe con las palabras de quien la trajo.
worry-write = Escribir la preocupación
worry-quoted = «{ $words }»
worry-through = a través de { $whom }
case-opened-on = Abierto el { $day }
identity-more = { $count ->
    [one] y 1 más
   *[other] y { $count } más
}
identity-interpreter = hace falta intérprete
identity-hidden = La dirección es confidencial
cases-show = Mostrar la lista de casos
cases-hide = Ocultar la lista de casos
case-links = Expedientes enlazados
case-links-none = Ningún otro expediente de esta familia está enlazado.
case-link-add = Enlazar otro
case-link = Enlazar
case-link-choose = Elegir un caso
case-link-alike = Puede ser la misma familia
case-link-with-new = Enlazar el nuevo con este
case-linked-with-new = Se enlazará
case-unlink = Desenlazar
case-unlink-name = Desenlazar { $name }
case-unlinked = { $name } ya no está enlazado. Los dos expedientes quedan como estaban.
noun-case-link = Expediente enlazado
field-case-link-other = El otro expediente
field-case-link-remark = Por qué van juntos
field-case-link-remark-hint = Una hermana, la misma abuela, un expediente anterior. Lo ve quien puede leer los dos.
