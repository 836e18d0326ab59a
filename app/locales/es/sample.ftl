# Los casos de muestra.
sample-title = Casos de muestra
sample-add = Mirar con casos de muestra
sample-coming = Trayendo la muestra…
sample-hint = Doce casos inventados, solo en este dispositivo: nadie más los ve, y con un toque se quitan.
sample-no-signal = No se pudo traer la muestra. Hace falta señal una vez; todo lo demás funciona sin ella.
sample-chip = Muestra
sample-remove = Quitar la muestra
sample-removed = La muestra se ha quitado, con todo lo que se escribió en ella.
sample-paper = Muestra: personas inventadas, escritas para probar Doorstep
sample-sharing = Esto es una muestra. Está solo en este dispositivo y no se puede compartir.
