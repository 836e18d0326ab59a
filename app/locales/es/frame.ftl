# El marco: menú, palabras de todas partes, estado y problemas, atajos, bloqueo.
nav = Principal
nav-today = Hoy
nav-cases = Casos
nav-write = Nota
nav-search = Buscar
nav-me = Yo
skip = Ir al contenido
back = Volver
continue = Continuar
later = Más tarde
new = Nuevo
copy = Copiar
copied = Copiado
undo = Deshacer
redo = Rehacer
yes = Sí
no = No
you = usted
try-again = Volver a intentarlo
choose = Elegir
choose-later = Decidir más tarde
language = Idioma
language-missing = Ese idioma todavía no está en este dispositivo. Conéctese y vuelva a elegirlo.
theme = Aspecto
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } min
}
not-found = No hay nada en esta dirección
not-found-hint = Quizá era un enlace de una versión anterior. No se ha perdido nada.
keys-title = Atajos de teclado
keys-list = Esta lista
keys-undo = Deshacer
keys-redo = Rehacer
keys-off-hint = Los atajos de una sola tecla se pueden desactivar en «Yo».
update-ready = Hay una actualización lista.
update-take = Actualizar ahora
idle-warning = Se bloqueará en unos segundos. Todo lo que escribió está guardado.
idle-warning-unsaved = Lo último que escribió aún no está guardado; esto no se bloquea hasta que lo esté.
idle-stay = Seguir aquí
state-saving = Guardando…
state-saved-here = Guardado en este dispositivo
state-waiting = { $count ->
    [one] { $count } cambio en espera
   *[other] { $count } cambios en espera
}
# The short ones are the beginnings of the long ones, so that what is seen can be said (WCAG 2.5.3).
state-saved-here-short = Guardado
state-waiting-short = { $count ->
    [one] { $count } cambio
   *[other] { $count } cambios
}
state-shared-short = Compartido
state-attention-short = Requiere atención
state-sharing = Compartiendo…
state-shared = Compartido con el equipo
state-attention = Requiere atención
queue-title = Guardar y compartir
queue-saving = Se está guardando en este dispositivo.
queue-unsaved = Lo último que escribió puede estar solo en esta pantalla: en este momento este dispositivo no lo guarda.
queue-no-relay = Todo está guardado en este dispositivo. Este espacio de trabajo no está conectado a un servidor, así que no se comparte nada.
queue-shared = Todo está guardado en este dispositivo y compartido con el equipo.
queue-offline = Todo está guardado en este dispositivo. Ahora no hay conexión; se compartirá por sí solo cuando la haya.
queue-connecting = Todo está guardado en este dispositivo. Contactando con el servidor…
queue-online = Todo está guardado en este dispositivo y se está compartiendo ahora.
queue-refused = Todo está guardado en este dispositivo. El servidor no acepta más, así que no se está compartiendo.
queue-empty = No hay nada en espera.
queue-workspace = Espacio de trabajo
queue-changes = { $count ->
    [one] { $count } documento en espera
   *[other] { $count } documentos en espera
}
queue-last-shared = La última vez que se compartió todo: { $when }.
queue-retry = Intentar ahora
queue-problems = Requiere atención
problem-seen = Lo he visto
problem-full = No queda espacio en este dispositivo
problem-full-do = Su texto sigue abierto en la pantalla. Libere espacio en este dispositivo y se guardará por sí solo. Hasta entonces no cierre esta pestaña.
problem-lost = El almacenamiento de este dispositivo ha dejado de responder
problem-lost-do = Su texto sigue en la pantalla y se vuelve a intentar guardarlo. Si dura, mantenga abierta esta pestaña y copie lo que acaba de escribir.
problem-unavailable = Este navegador no guarda nada
problem-unavailable-do = Puede ser una ventana privada o que el almacenamiento esté bloqueado para este sitio. Abra Doorstep en una ventana normal o permítale guardar datos.
problem-erased = Se ha borrado lo que este dispositivo guardaba
problem-erased-do = Lo que ve es todo lo que queda aquí, y ya no se guarda nada más. Copie lo que acaba de escribir antes de cerrar o recargar esta pestaña. Lo compartido sigue con su equipo: vuelva con una invitación o con su kit de recuperación.
problem-damaged = Algo guardado en este dispositivo está dañado
problem-damaged-do = Se conserva tal cual y todo lo demás se puede usar. Se repara desde el servidor en cuanto haya conexión.
problem-damaged-repaired = Se ha reparado desde el servidor. No falta nada.
problem-aside = Se ha apartado un cambio
problem-aside-do = Un cambio que llegó a este dispositivo no se aplicó: { $why }. Se conserva y no afecta a nada más. Pregunte a quien lo escribió si falta algo.
problem-rewound = El servidor ha perdido parte de su historial
problem-rewound-do = Probablemente se restauró una copia antigua. Este dispositivo repone lo que falta; nada de lo que escribió se ha perdido.
problem-forked = El servidor mostró historiales distintos a personas distintas
problem-forked-do = Avise a quien administra el servidor. Lo que hay en este dispositivo está a salvo.
problem-refused = El servidor ha rechazado un cambio
problem-refused-do = Se conserva en este dispositivo y no se comparte. Si sigue igual, avise a quien administra el espacio de trabajo.
problem-removed = Este dispositivo fue retirado del espacio de trabajo
problem-removed-do = Lo escrito aquí y aún no compartido se puede leer en este dispositivo, pero no se comparte. Hable con quien administra el espacio de trabajo.
aside-malformed = no se puede leer
aside-unknown-device = viene de un dispositivo que no pertenece al espacio de trabajo
aside-signature = su firma no es correcta
aside-not-allowed = quien lo escribió no puede escribir ahí
aside-order = falta algo que va antes
aside-cannot-open = no se puede abrir con la clave de este caso
elsewhere-title = Doorstep está abierto en otra pestaña
elsewhere-lead = Funciona en una sola pestaña a la vez para que nada se escriba dos veces. Lo que escribió allí se guarda antes de pasar aquí.
elsewhere-use-here = Usar aquí
elsewhere-coming = Pasando aquí…
broken-title = Algo en Doorstep se ha roto
broken-text = Lo que escribió está guardado en este dispositivo. Vuelva a abrir Doorstep para continuar.
broken-again = Volver a abrir
broken-report = Informe
broken-copy = Copiar informe
trouble-title = Doorstep no puede abrir su almacenamiento
trouble-blocked = Otra pestaña con una versión anterior de Doorstep mantiene ocupado el almacenamiento. Cierre las demás pestañas e inténtelo de nuevo.
trouble-damaged = no se puede leer lo que este dispositivo sabe de sí mismo
trouble-newer = lo que hay aquí lo escribió una versión más nueva de Doorstep; recargue esta página para actualizar
trouble-other = Lo guardado aquí no se ha tocado. Inténtelo de nuevo; si sigue igual, consulte a quien cuida de sus dispositivos y dígale: { $what }
