"""German words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

GERMAN = Lexicon(
    wonderful="wunderbar* großartig* fantastisch* perfekt* herrlich* genial* liebe liebt "
    "lieben geliebt* traumhaft* hammer geil* mega_gut begeister* unglaublich* "
    "atemberaubend* beste* überglücklich* stolz* dankbar* himmlisch* ausgezeichnet* "
    "hervorragend* verliebt* phänomenal* traum",
    good="gut gute guter gutes guten besser schön* wunderschön* toll* lustig* lecker* "
    "nett* süß* froh* freu* freue freude glücklich* glück spaß lach* cool* klasse "
    "prima danke* dank erfolg* gewonnen gewinn* gefällt mag mögen magst hübsch* "
    "gemütlich* entspann* genieß* genossen gratul* glückwunsch hoffnung hilfreich* "
    "interessant* empfehl* angenehm* willkommen positiv* gelungen geschafft stark* "
    "krass_gut warm* herzlich* spannend* zufrieden* fröhlich* top bewunder* "
    "herzchen lohnt feier*",
    bad="schlecht* traurig* langweilig* schade leider wütend* böse hässlich* dumm* "
    "doof* blöd* krank* müde nerv* schmerz* wein* weinen angst* ängst* enttäusch* "
    "problem* kaputt verloren verlier* fehler falsch* stress* anstrengend* einsam* "
    "allein gelassen ärger* peinlich* eklig* ekel* schlimm* streit vermiss* fehlst "
    "leid gescheitert* versagt* teuer* unfair* gemein* negativ* sinnlos* nutzlos* "
    "kompliziert* zerstört* schuld sorge* deprimier* fake lüge* gelogen mies* "
    "misslungen* frust* schäm* schnauze_voll heul* durchgefallen* prüfung_gefallen "
    "reicht_mir",
    awful="schrecklich* furchtbar* grauenhaft* hass* hasse katastroph* scheiß* scheiss* "
    "widerlich* horror albtraum* alptraum* schlimmste* schlechteste* entsetzlich* "
    "verzweifel* tot tote gestorben unerträglich* miserabel* betrug betrüg* abzocke "
    "schande verdammt* kotz* lächerlich* hölle depress* hoffnungslos*",
    denies="nicht kein keine keinen keinem keiner nie niemals nichts ohne weder nirgends",
    strengthens="sehr so echt total mega voll super richtig extrem absolut wirklich unfassbar "
    "ziemlich überaus zu richtiger",
    weakens="bisschen etwas einigermaßen eher leicht manchmal",
    nevers="nie niemals nirgends",
    so="so mehr besser",
    turns="aber jedoch doch",
    denies_back=3,
)
