"""Italian words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

ITALIAN = Lexicon(
    wonderful="incredibil* meraviglios* eccellent* perfett* fantastic* stupend* splendid* amo "
    "amiamo adoro adoriamo ador* bellissim* migliore migliori spettacol* "
    "straordinari* orgoglios* innamorat* magic* magnific* emozionat* emozionant* "
    "favolos* genial* buonissim* ti_voglio sogno felicissim* vedo_l_ora benissimo",
    good="buono buona buoni buone buon bene bello bella belli belle bel felice felici "
    "felicità allegr* divertent* divertit* divert* simpatic* carino carina carini "
    "carine piace piaciut* piacciono grazie gustos* delizios* ottim* success* vinto "
    "vincere vittoria complimenti brava bravo bravi bravissim* amore dolce dolci "
    "fortuna speranza tranquill* consigli* interessant* benvenut* positiv* "
    "festeggi* piacevol* content* utile utili facile figo figata top sorris* "
    "sorridere abbracc* bacio baci pace campion* rid* ridere risate goduto godersi "
    "riuscit* forte saporit* soddisfatt* rilass*",
    bad="male malissimo brutto brutta brutti brutte cattiv* triste tristi tristezza "
    "noios* noia peccato arrabbiat* arrabbi* stanc* malat* dolore* piang* pianto "
    "paura* spavent* delus* delusion* problem* rotto rotta rovinat* perso persa "
    "perdere perdut* errore* sbagliat* stress* solo_e sola difficil* ingiust* "
    "caro_prezzo bugi* falso falsa negativ* inutil* stupid* idiot* soffr* "
    "solitudin* vergogna* rimpian* preoccup* fastidi* sgradevol* complicat* "
    "depress* infelic* pesante scars* antipatic* fallit* fallimento manchi colpa "
    "stufo stufa",
    awful="terribil* orribil* orrore* odio odi odiare odiamo pessim* schif* peggior* "
    "peggio merda* disastr* incubo incubi mort* spaventos* truff* spazzatura "
    "vergognos* ridicol* disperat* inferno deprimente insopportabil* disgust* "
    "crudel* tremend* squallid*",
    denies="non mai senza né niente nulla nessuno nessuna neanche",
    strengthens="molto tanto così troppo davvero super proprio veramente assolutamente più",
    weakens="poco abbastanza quasi piuttosto",
    nevers="mai",
    so="così più tanto meglio",
    turns="ma però",
)
