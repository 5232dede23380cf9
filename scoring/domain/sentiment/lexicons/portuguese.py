"""Portuguese words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

PORTUGUESE = Lexicon(
    wonderful="incrív* maravilh* excelent* perfeit* fantástic* espetacular* amo amei amamos "
    "amando adoro adorei adoramos ador* melhor melhores lindo linda lindos lindas "
    "lindíssim* orgulh* apaixonad* apaixonei gratidão grato grata abençoad* mágic* "
    "magnífic* sensacional* sonho top_demais te_amo deslumbr* genial* arrasou "
    "impecáv* extraordinári*",
    good="bom boa bons boas bem bonit* feliz felizes felicidad* alegr* engraçad* gostos* "
    "gostei gosto gosta delíci* delicios* legal bacana massa top obrigad* sucesso* "
    "ganhei ganhamos ganhar conseg* divertid* divert* amor carinho* fofo fofa fofos "
    "fofura* doce sorte esperança* tranquil* parabéns recomend* interessant* "
    "bem-vind* positiv* celebr* comemor* agradáv* content* simpátic* fácil fáceis "
    "útil* maneiro risada* sorris* sorrir abraço* beijo* paz campe* rindo rir "
    "vale_a curti curtindo aproveit* animad* saboros* lacrou show ansios*_por",
    bad="mal mau má ruim ruins triste* tristeza* chat* entediant* feio feia pena "
    "irritad* irrit* bravo raiva cansad* doente* dor dores dói chor* medo* assust* "
    "decepcion* problema* quebr* perdi perdemos perder perdeu perdid* erro* errad* "
    "falh* estress* sozinh* difíc* fracass* injust* caro cara_demais mentir* falso "
    "falsa negativ* inút* burr* idiot* culpa sofr* solidão vergonha* lament* "
    "preocup* incomod* desagrad* complicad* estrag* deprim* infeliz* saudade* "
    "demorad* farta farto",
    awful="terrív* horrív* horror* odei* ódio odiei péssim* nojo* nojent* pior piores "
    "merda* desastr* pesadelo* mort* morreu lixo vergonhos* ridícul* desesper* "
    "inferno deprimente* insuportáv* golpe* porcaria* droga* desgraça* cruel cruéis "
    "lamentáv*",
    denies="não nao nunca jamais sem nem nada nenhum nenhuma ninguém tampouco",
    strengthens="muito muita muitos tão super demais realmente bastante totalmente mega mais bem",
    weakens="pouco meio quase algo",
    nevers="nunca jamais",
    so="tão mais melhor tanto",
    turns="mas porém",
)
