# Personas: quiénes son, cómo se las localiza, dónde están, qué son unas de otras; el genograma.
tab-people = Personas
noun-contact-way = Forma de localizar a alguien
noun-placement = Dónde está
noun-relationship = Relación
people-home = En casa
people-family = Familia
people-around = A su alrededor
people-professional = Trabajan con la familia
person-add = Persona
person-untitled = Persona sin nombre
person-who = Quién es
person-reach = Contacto y dirección
person-needs = Idioma, cultura, necesidades
person-put-away = Archivar a esta persona
summary-client-more = Más datos
piece-edit = Editar
piece-done = Listo
covered-show = Mostrar
covered-show-what = Mostrar: { $what }
date-year = Solo el año
date-day = Fecha completa

ways = Cómo localizarla
way-add = Número o dirección
way-preferred = Mejor así
places = Dónde está
place-add = Lugar
place-now = Ahora
place-with = Con { $with }
place-with-at = Con { $with }, { $place }
place-unconfirmed = Sin confirmar
place-confirmed-by = Confirmado por { $by }
place-confirmed = Confirmado por { $by }, { $day }
ties = Relaciones
tie-words = { $from }: { $kin } de { $to }
tie-is = Esta persona es
tie-of = De quién
tie-add = Añadir
ties-alone = Añade primero a otra persona; después di qué es cada una de la otra.
lasted-since = desde { $day }
lasted-until = hasta { $day }
lasted-from-to = de { $since } a { $until }

field-person-sign = Signo en el genograma
field-person-died = Fallecimiento
field-person-lives-here = Vive en esta casa
field-person-at-home = En esta casa
at-home-often-there = Viene a menudo
at-home-not-let-in = No debe entrar
field-person-alert = Lo que nadie debe pasar por alto
field-person-alert-hint = En pocas palabras: sin contacto con los niños.
field-person-interpreter-detail = Sobre el intérprete
field-person-culture = Cultura y religión
field-person-occupation = Trabajo, escuela o profesión
field-contact-way-reach = Número o dirección
field-contact-way-kind = Cómo
field-contact-way-safe-contact = Cómo usarlo con seguridad
field-contact-way-safe-contact-hint = Aparece dondequiera que esté este número o dirección.
field-contact-way-preferred = Prefiere que se le localice así
field-contact-way-person = De quién
field-placement-place = Dónde
field-placement-with = Con quién
field-placement-since = Desde
field-placement-until = Hasta
field-placement-confirmed-by = Confirmado por
field-placement-confirmed-by-hint = Quién lo vio, o quién lo dijo.
field-placement-confirmed-on = Confirmado el
field-placement-person = Quién
field-relationship-from = Quién
field-relationship-kind = Es
field-relationship-to = De quién
field-relationship-since = Desde
field-relationship-until = Hasta
field-relationship-bond = Cómo se llevan
field-relationship-remark = Observación

contact-way-kind-phone = Teléfono
contact-way-kind-mobile = Móvil
contact-way-kind-email = Correo electrónico
contact-way-kind-message = Mensaje
contact-way-kind-letter = Carta
contact-way-kind-visit = Visita
sign-woman = Mujer o niña
sign-man = Hombre o niño
sign-another = Otro género
sign-unknown = No se sabe
relationship-kind-partner = Pareja
relationship-kind-married = Matrimonio
relationship-kind-separated = Pareja separada
relationship-kind-divorced = Divorcio
relationship-kind-parent = Madre o padre
relationship-kind-adoptive-parent = Madre o padre por adopción
relationship-kind-foster-parent = Madre o padre de acogida
relationship-kind-guardian = Tutela
relationship-kind-carer = Cuidado
relationship-kind-sibling = Hermana o hermano
relationship-kind-grandparent = Abuela o abuelo
relationship-kind-other = Otra cosa
bond-close = Cercanía
bond-very-close = Mucha cercanía
bond-conflicted = Conflicto
bond-distant = Distancia
bond-cut-off = Ruptura
bond-violence = Violencia

# Qué es alguien de alguien: «madre», «hija».
kin-of = { $kin } de { $name }
kin-of-all = { $kin } de { $names }
kin-partner = pareja
kin-married = { $sign ->
    [woman] esposa
    [man] marido
   *[other] cónyuge
}
kin-separated = pareja separada
kin-divorced = { $sign ->
    [woman] exesposa
    [man] exmarido
   *[other] excónyuge
}
kin-parent = { $sign ->
    [woman] madre
    [man] padre
   *[other] madre o padre
}
kin-adoptive-parent = { $sign ->
    [woman] madre adoptiva
    [man] padre adoptivo
   *[other] madre o padre por adopción
}
kin-foster-parent = { $sign ->
    [woman] madre de acogida
    [man] padre de acogida
   *[other] madre o padre de acogida
}
kin-guardian = { $sign ->
    [woman] tutora
    [man] tutor
   *[other] tutora o tutor
}
kin-carer = { $sign ->
    [woman] cuidadora
    [man] cuidador
   *[other] cuidadora o cuidador
}
kin-sibling = { $sign ->
    [woman] hermana
    [man] hermano
   *[other] hermana o hermano
}
kin-grandparent = { $sign ->
    [woman] abuela
    [man] abuelo
   *[other] abuela o abuelo
}
kin-other = persona cercana
kin-child = { $sign ->
    [woman] hija
    [man] hijo
   *[other] hija o hijo
}
kin-adopted-child = { $sign ->
    [woman] hija adoptiva
    [man] hijo adoptivo
   *[other] hija o hijo por adopción
}
kin-foster-child = { $sign ->
    [woman] hija de acogida
    [man] hijo de acogida
   *[other] hija o hijo de acogida
}
kin-ward = persona bajo la tutela
kin-cared-for = persona al cuidado
kin-grandchild = { $sign ->
    [woman] nieta
    [man] nieto
   *[other] nieta o nieto
}
bond-with = con { $name }: { $bond }

genogram = Genograma
genogram-label = { $count ->
    [one] Genograma de 1 persona. El tabulador lleva hasta ella.
   *[other] Genograma de { $count } personas. El tabulador lleva a cada una.
}
genogram-died = murió { $day }
genogram-words = En frases
genogram-print = Imprimir el genograma
genogram-left-out = No aparecen en el dibujo hasta que se diga qué son de alguien:
zoom-in = Más grande
zoom-out = Más pequeño
key-another = Otro o no se sabe
key-client = Cliente
key-died = Falleció
key-separated = Separación
key-divorced = Divorcio
key-adopted = Adopción
key-home = Viven juntos

home-who = { $name }, { $what }
home-often = Suele estar: { $names }.
home-never = No debe entrar: { $names }.
home-everybody = { $count ->
    [one] Las personas de este caso
   *[other] Las { $count } personas de este caso
}
person-who-none = Aún no se ha escrito quién es.
person-reach-none = Aún sin número, regla ni dirección propios.
person-needs-none = ¿Qué idiomas habla y qué conviene saber?
