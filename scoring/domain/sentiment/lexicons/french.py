"""French words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

FRENCH = Lexicon(
    wonderful="incroyable* magnifiqu* excellent* parfait* fantastiqu* génial* merveill* "
    "adore* adorons adoré superbe* sublime* extraordinair* meilleur* formidable* "
    "fier fière fiers amoureu* magiqu* splendid* exceptionnel* époustoufl* ravi "
    "ravie ravis reconnaissan* rêve coup_de_coeur délicieu* hâte",
    good="bon bonne bons bonnes bien beau belle beaux belles joli* content* heureu* "
    "bonheur joie joyeu* drôle* rigol* marrant* sympa* gentil* mignon* aime aimons "
    "aimé aimer aimes merci* plaisir* profit* réussi* succès gagné gagner gagnons "
    "bravo félicit* top cool super chouette* amour* doux douce* chance espoir* "
    "tranquill* recommand* intéressant* bienvenu* positi* fête* agréable* utile* "
    "facile* sourire* souri* câlin* bisou* paix champion* régal* pas_mal kiffe* "
    "stylé* ris rire* amusant* apaisant* détend* satisfait* savoureu*",
    bad="mal mauvais* triste* tristesse* ennuy* nul nulle nuls nulles moche* laid* "
    "dommage fâch* énerv* colère fatigu* malade* douleur* pleur* peur* effray* "
    "décu* déçu* déception* décev* problème* cassé* perdu* perdre perdons erreur* "
    "faux raté* rate échec* échou* stress* seul seule difficile* injuste* cher "
    "chère mensonge* menteu* négati* inutile* bête* stupid* idiot* souffr* solitude "
    "honte* regrett* inquiet* inquiét* gêné* désagréable* compliqu* gâch* dépri* "
    "manque* malheureu* pénible* chiant* galère* marre lourd bruyan* froid agaç* "
    "sale",
    awful="terrible* horrible* horreur* déteste* détesté* haine hais dégoût* dégueul* "
    "pire pires merde* catastroph* cauchemar* mort morte* affreu* arnaqu* ordure* "
    "honteu* ridicul* désesp* enfer insupportable* lamentable* pourri* atroce* "
    "abominable* cruel* désastr*",
    denies="pas jamais sans rien aucun aucune ni personne",
    strengthens="très trop tellement vraiment super hyper si absolument totalement grave tout plus",
    weakens="peu assez presque plutôt",
    nevers="jamais",
    so="aussi autant si plus",
    turns="mais cependant pourtant",
    denies_back=2,
)
