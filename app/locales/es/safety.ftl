# Seguridad: avisos, nivel de riesgo, peligros de una dirección, el plan de seguridad, a quién llamar.
noun-safety-flag = Aviso de seguridad
noun-risk-level = Nivel de riesgo
noun-address-hazard = Peligro en una dirección
noun-safety-plan = Plan de seguridad
noun-crisis-contact = A quién llamar en una crisis

field-flag-what = ¿Cuál es el peligro?
field-flag-words = En palabras propias
field-flag-words-hint = Unas pocas palabras que verá todo el equipo, como «tiene llave del piso».
field-flag-about = Sobre quién
field-flag-why = Por qué
field-flag-why-hint = Qué se dijo, se vio o se hizo, y quién.
field-flag-since = Desde
field-flag-until = Revisar antes del
field-flag-until-hint = Después de ese día sigue en pie, hasta que alguien escriba por qué puede retirarse.
field-flag-raised-by = Lo puso
field-flag-ended-why = Por qué pudo retirarse
field-flag-ended-on = Retirado el
field-flag-ended-by = Lo retiró
flag-kind-suicide = Suicidio
flag-kind-self-harm = Autolesiones
flag-kind-violence = Violencia
flag-kind-domestic-abuse = Violencia en el hogar
flag-kind-stalking = Acoso
flag-kind-neglect = Desatención
flag-kind-overdose = Sobredosis
flag-kind-weapon = Arma
flag-kind-exploitation = Explotación
flag-kind-other = Otra cosa

field-risk-level = ¿Qué nivel de riesgo hay?
field-risk-why = Motivos
field-risk-why-hint = Uno en cada línea: qué lo aumenta y qué lo reduce.
field-risk-review = Revisar antes del
field-risk-about = Sobre quién
field-risk-day = Desde
field-risk-by = Lo valoró
risk-level-low = Riesgo bajo
risk-level-medium = Riesgo medio
risk-level-high = Riesgo alto
risk-level-very-high = Riesgo muy alto

field-hazard-what = Con qué tener cuidado
field-hazard-words = Qué hay que saber
field-hazard-words-hint = Por ejemplo, «avisa antes, ella sujeta al perro».
field-hazard-since = Desde
field-hazard-person = De quién es la dirección
field-hazard-way = Qué dirección
field-hazard-place = Qué lugar
hazard-kind-dog = Perro
hazard-kind-weapon = Arma
hazard-kind-lift = El ascensor falla
hazard-kind-stairs = Escaleras
hazard-kind-no-signal = Sin cobertura
hazard-kind-aggressive-person = Persona agresiva
hazard-kind-infestation = Plagas
hazard-kind-other = Otra cosa

field-safety-plan-person = De quién es el plan
field-safety-plan-gone-over = Repasado juntos el
field-safety-plan-gone-over-hint = Un plan ayuda cuando está fresco: conviene repasarlo cada vez que algo cambie.
field-safety-plan-language = Su idioma
field-safety-plan-notice = Cómo noto que empieza
field-safety-plan-notice-hint = Pensamientos, sensaciones, lugares, costumbres: ¿qué avisa de que va a peor?
field-safety-plan-myself = Qué puedo hacer por mi cuenta
field-safety-plan-myself-hint = ¿Qué ayuda sin contar con nadie más?
field-safety-plan-distract = Adónde puedo ir, quién me distrae
field-safety-plan-distract-hint = Personas y lugares que acompañan, sin hablar de ello.
field-safety-plan-ask = A quién puedo pedir ayuda
field-safety-plan-ask-hint = ¿Quién puede saber lo mal que va?
field-safety-plan-professionals = Profesionales
field-safety-plan-professionals-hint = ¿Quién está para esto, de día y de noche?
field-safety-plan-safer = Hacer el lugar más seguro
field-safety-plan-safer-hint = ¿Qué se guarda lejos o bajo llave, y quién lo hace? ¿Qué está listo junto a la puerta?
plan-language-en = Inglés
plan-language-es = Español
plan-step-distract = Me distrae
plan-step-ask = Se le puede pedir ayuda
plan-step-professionals = Profesional

field-crisis-contact-name = Nombre
field-crisis-contact-phone = Número
field-crisis-contact-hours = Cuándo atienden
field-crisis-contact-hours-hint = Y qué hay que saber, como «2 para español» o «se puede dejar mensaje».
field-crisis-contact-emergency = Para peligro de muerte: va primero
field-crisis-contact-plan = En el plan de quién
field-crisis-contact-step = En qué paso

safety-title = Seguridad
safety-about = sobre { $names }
safety-none = Nadie ha valorado aún el riesgo. Lo que se escriba aquí queda a la vista dondequiera que se abra este caso.
safety-risk = Riesgo
risk-new = Nivel de riesgo
risk-none = Nadie ha valorado aún el riesgo.
risk-before = { $count ->
    [one] 1 nivel anterior
   *[other] { $count } niveles anteriores
}
safety-flags = Avisos
flag-new = Aviso
flags-none = No hay ningún aviso en pie.
flags-ended = { $count ->
    [one] 1 aviso retirado
   *[other] { $count } avisos retirados
}
flag-by = puesto por { $name }
flag-until = Revisar antes del { $day }
flag-until-late = { $count ->
    [one] Revisión con 1 día de retraso
   *[other] Revisión con { $count } días de retraso
}
flag-end = Retirar este aviso
flag-end-title = ¿Por qué puede retirarse este aviso?
flag-end-hint = Desaparece de la barra del caso en todos los dispositivos. El motivo queda escrito.
flag-end-why-needed = Hay que escribir por qué. Sin motivo, el aviso sigue en pie.
flag-keep = Dejarlo en pie
flag-was-ended = Aviso retirado: { $what }
flag-ended-because = Pudo retirarse porque: { $why }
flag-again = Volver a ponerlo
hazard-add = Peligro
hazards-before = Antes de tocar el timbre
safety-call = Llamar
safety-call-name = Llamar a { $name }
numbers-title = A quién llamar en una crisis
numbers-none = ¿A quién se llama aquí en una crisis? Primero el número de emergencias: aparece en esta página en todos los casos.
numbers-write = Escribir los números
numbers-edit = Editar los números
numbers-of-workspace = Para todos los casos
numbers-of-case = Solo para este caso
number-add = Número
contact-add = Alguien a quien llamar
safety-plan-begin = Empezar el plan de seguridad
safety-plan-none = Un plan de seguridad se escribe en común y en calma: seis pasos, con sus palabras.
safety-plan-of-day = Plan de seguridad, { $day }
safety-plan-gone-over = Repasado: { $day }
safety-plan-not-gone-over = Aún sin repasar en común
safety-plan-today = Repasado hoy
safety-plan-print = Imprimir este plan de seguridad
safety-plans = Planes de seguridad
safety-loading = Este plan aún se está leyendo. Los números de arriba ya están aquí.
safety-damaged = Este plan no se puede leer ahora en este dispositivo; se está reconstruyendo con lo que compartió el equipo. No se ha perdido nada, y los números de arriba funcionan.
safety-show = Mostrarlo
safety-show-name = Mostrar a { $name }
safety-what-i-did = Lo que hice
safety-for-client-numbers = En peligro, llamar a
safety-paper-keep = Guárdalo donde solo tú lo encuentres.
safety-paper-left-out = Se omite a propósito: la dirección y todo lo demás del expediente. Impreso el
