# Búsqueda.
keys-search = Buscar
search-label = Buscar en casos y notas
search-example = Nombre, teléfono, una palabra de una nota…
search-hint = Encuentra nombres, teléfonos y palabras de las notas en este dispositivo, con o sin cobertura.
search-none = No se ha encontrado nada
search-none-hint = Pruebe con menos letras o con otra palabra.
search-count = { $count ->
    [0] No se ha encontrado nada
    [one] { $count } resultado
   *[other] { $count } resultados
}
search-case = Caso
