"""The theme's words. One line per English text, one column per language; a test checks that none is missing.

Adding a language: its code in LANGUAGES, and one more text at the end of every line.
"""

LANGUAGES = ("de", "fr", "es", "it", "nl", "pt")

_TEXTS: dict[str, tuple[str, ...]] = {
    "Anonymous": ("Anonym", "Anonyme", "Anónimo", "Anonimo", "Anoniem", "Anónimo"),
    "Archive": ("Archiv", "Archives", "Archivo", "Archivio", "Archief", "Arquivo"),
    "Author": ("Autor", "Auteur", "Autor", "Autore", "Auteur", "Autor"),
    "Comments": ("Kommentare", "Commentaires", "Comentarios", "Commenti", "Reacties", "Comentários"),
    "Comments: {n}": (
        "Kommentare: {n}",
        "Commentaires : {n}",
        "Comentarios: {n}",
        "Commenti: {n}",
        "Reacties: {n}",
        "Comentários: {n}",
    ),
    "Contents": ("Inhalt", "Sommaire", "Contenido", "Indice", "Inhoud", "Conteúdo"),
    "Done": ("Erledigt", "Fait", "Hecho", "Fatto", "Gedaan", "Feito"),
    "Every month and every subject.": (
        "Jeder Monat und jedes Thema.",
        "Tous les mois et tous les sujets.",
        "Todos los meses y todos los temas.",
        "Tutti i mesi e tutti gli argomenti.",
        "Elke maand en elk onderwerp.",
        "Todos os meses e todos os assuntos.",
    ),
    "Feeds": ("Feeds", "Flux", "Canales", "Feed", "Feeds", "Feeds"),
    "Found: {n}": (
        "Gefunden: {n}",
        "Résultats : {n}",
        "Resultados: {n}",
        "Risultati: {n}",
        "Gevonden: {n}",
        "Resultados: {n}",
    ),
    "It may have moved. A search may find it:": (
        "Vielleicht ist es umgezogen. Die Suche kann helfen:",
        "La page a peut-être changé d’adresse. Une recherche peut aider :",
        "Puede que se haya movido. Una búsqueda puede ayudar:",
        "Forse si è spostata. Una ricerca può aiutare:",
        "Misschien is het verhuisd. Zoeken kan helpen:",
        "Talvez tenha mudado de lugar. Uma pesquisa pode ajudar:",
    ),
    "Latest posts": (
        "Neueste Beiträge",
        "Derniers articles",
        "Últimas entradas",
        "Ultimi articoli",
        "Nieuwste berichten",
        "Últimas publicações",
    ),
    "Mentions": ("Erwähnungen", "Mentions", "Menciones", "Menzioni", "Vermeldingen", "Menções"),
    "Newer": ("Neuer", "Plus récent", "Más reciente", "Più recente", "Nieuwer", "Mais recente"),
    "Not found": ("Nicht gefunden", "Introuvable", "No encontrado", "Non trovato", "Niet gevonden", "Não encontrado"),
    "Nothing has been published yet.": (
        "Noch ist nichts veröffentlicht.",
        "Rien n’est encore publié.",
        "Todavía no se ha publicado nada.",
        "Non è ancora stato pubblicato nulla.",
        "Er is nog niets gepubliceerd.",
        "Ainda não foi publicado nada.",
    ),
    "Nothing matches “{query}”. Fewer or shorter words may find more.": (
        "Nichts gefunden zu „{query}“. Weniger oder kürzere Wörter finden vielleicht mehr.",
        "Rien ne correspond à « {query} ». Moins de mots, ou des mots plus courts, trouvent parfois plus.",
        "Nada coincide con «{query}». Menos palabras, o más cortas, pueden encontrar más.",
        "Nessun risultato per «{query}». Meno parole, o più corte, possono trovare di più.",
        "Niets gevonden voor ‘{query}’. Minder of kortere woorden vinden misschien meer.",
        "Nada corresponde a “{query}”. Menos palavras, ou mais curtas, podem encontrar mais.",
    ),
    "Older": ("Älter", "Plus ancien", "Más antiguo", "Più vecchio", "Ouder", "Mais antigo"),
    "Page {n} of {pages}": (
        "Seite {n} von {pages}",
        "Page {n} sur {pages}",
        "Página {n} de {pages}",
        "Pagina {n} di {pages}",
        "Pagina {n} van {pages}",
        "Página {n} de {pages}",
    ),
    "Pages": ("Seiten", "Pages", "Páginas", "Pagine", "Pagina’s", "Páginas"),
    "Pinned": ("Angeheftet", "Épinglé", "Fijado", "In evidenza", "Vastgezet", "Fixado"),
    "Posts": ("Beiträge", "Articles", "Entradas", "Articoli", "Berichten", "Publicações"),
    "Related": ("Verwandtes", "À lire aussi", "Relacionado", "Correlati", "Verwant", "Relacionado"),
    "Search": ("Suche", "Recherche", "Buscar", "Cerca", "Zoeken", "Pesquisar"),
    "Search this site": (
        "Diese Website durchsuchen",
        "Rechercher sur ce site",
        "Buscar en este sitio",
        "Cerca in questo sito",
        "Deze site doorzoeken",
        "Pesquisar neste site",
    ),
    "Site": ("Website", "Site", "Sitio", "Sito", "Site", "Site"),
    "Skip to content": (
        "Zum Inhalt",
        "Aller au contenu",
        "Ir al contenido",
        "Vai al contenuto",
        "Naar de inhoud",
        "Ir para o conteúdo",
    ),
    "Tag": ("Schlagwort", "Étiquette", "Etiqueta", "Etichetta", "Tag", "Etiqueta"),
    "Tags": ("Schlagwörter", "Étiquettes", "Etiquetas", "Etichette", "Tags", "Etiquetas"),
    "There is nothing at this address.": (
        "Unter dieser Adresse ist nichts.",
        "Il n’y a rien à cette adresse.",
        "No hay nada en esta dirección.",
        "A questo indirizzo non c’è nulla.",
        "Op dit adres is niets.",
        "Não há nada neste endereço.",
    ),
    "To do": ("Offen", "À faire", "Por hacer", "Da fare", "Te doen", "Por fazer"),
    "{n} min read": (
        "{n} Min. Lesezeit",
        "{n} min de lecture",
        "{n} min de lectura",
        "{n} min di lettura",
        "{n} min leestijd",
        "{n} min de leitura",
    ),
}

# Language → English text → text.
TRANSLATIONS: dict[str, dict[str, str]] = {
    language: {english: texts[at] for english, texts in _TEXTS.items()} for at, language in enumerate(LANGUAGES)
}
