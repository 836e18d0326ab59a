# Lo que algo fue: el control deslizante sobre su vida, diferencias marcadas.
history = Historial
history-when = Momento
history-earlier = Antes
history-later = Después
history-place = { $number } de { $of }
history-from-until = { $from } – { $until }
history-made = Empezó aquí.
history-none = Todavía no se escribió nada.
history-added = añadido:{" "}
history-removed = quitado:{" "}
history-bring-back = Recuperar esta versión
history-brought-back = Vuelve a decir lo que decía entonces.
history-closed = Está terminada. Para recuperar una versión, enmiéndela primero.
