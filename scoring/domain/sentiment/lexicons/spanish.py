"""Spanish words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

SPANISH = Lexicon(
    wonderful="increíble* maravill* excelent* perfect* fantástic* espectacular* amo amamos "
    "encant* encanta espectácul* genial* mejor mejores hermos* precios* brutal* "
    "impresionant* orgullos* adoro adoramos enamorad* enamora emocionad* mágic* "
    "agradecid* bendecid* magnífic* te_quiero te_amo fenomenal* divin* "
    "extraordinari* sueño",
    good="bueno buena buenos buenas bien buen bonit* lind* feliz felices felicidad* "
    "alegr* divertid* gracios* rico rica riquísim* delicios* guap* gusta gustan "
    "gustó gracias disfrut* éxito* ganamos ganar ganó gané logr* chul* chid* padre "
    "guay risa* ríe* reír amor cariño* bello bella bellas bellos dulce* suerte "
    "esperanza tranquil* felicit* recomend* interesant* bienvenid* positiv* celebr* "
    "agradable* contento contenta contentos simpátic* fácil* útil* cool ánimo* "
    "sonri* sonrisa* vale_la abrazo* beso* paz campeon* mola mucha_ilusión ilusión",
    bad="mal mala malo malos malas triste* aburrid* feo fea feos lástima enojad* enoj* "
    "enfad* molest* cansad* enferm* dolor* duele* llor* miedo* asust* decepcion* "
    "problema* roto rota rompi* perdí perdim* perder perdió perdid* error* fall* "
    "estrés estresad* difícil* pena extraño_tanto fracas* odios* injust* caro "
    "mentira* mentiros* falso falsa negativ* inútil* tont* estúpid* culpa sufr* "
    "soledad vergüenza lament* preocup* ruid* pesad* desagrad* complicad* arruin* "
    "deprim* fastidi* harta harto",
    awful="terrible* horribl* horror* odio odia odian pésim* asco asqueros* peor peores "
    "mierda* desastr* pesadilla* muert* murió espantos* fatal* estafa* estafad* "
    "basura* vergonzos* ridícul* desesper* infierno deprimente* insoport* repugn* "
    "joder jodid* cruel*",
    denies="no nunca jamás sin ni nada tampoco nadie ningún ninguna ninguno",
    strengthens="muy tan súper super demasiado realmente mucho mucha muchísimo totalmente "
    "bastante re mega más",
    weakens="poco algo casi medio",
    nevers="nunca jamás",
    so="tan más mejor tanto",
    turns="pero sino aunque",
)
