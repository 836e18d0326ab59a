# A case on paper.
tab-paper = Papel
paper-hint = Todo lo que se sabe aquí, tal como se imprimirá. Elige qué debe aparecer.
paper-what = Qué aparece
paper-print = Imprimir
paper-json = Guardar como archivo para otros programas (JSON)
paper-tables = Tablas para hojas de cálculo
paper-csv = { $what } (CSV)
paper-reading = Leyendo { $done } de { $of }…
paper-failed = El navegador no guardó el archivo. En el caso no ha cambiado nada.
paper-printed = Impreso por { $name } el { $when }
paper-disputed = { $field }: todavía sin decidir
paper-left-out = Se omite a propósito: { $names }.
